# make train DATA=../shared: rebuild the shipped model. Each step can be run again and goes on where it stopped.
DATA ?= ../shared
RUN ?= training/runs/main

.PHONY: train check
train:
	python -m training.train --out $(RUN) --shared $(DATA)
	python -m training.tune $(RUN)/averaged.pt --shared $(DATA)
	python -m training.export $(RUN)/averaged.pt --settings $(RUN)/settings.json
	python -m eval.gate --pin

check:
	./check
