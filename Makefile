# make train DATA=../shared: rebuild the shipped model. Each step can be run again and goes on where it stopped.
DATA ?= ../shared
RUN ?= training/runs
MEMBERS = $(RUN)/one/averaged.pt $(RUN)/two/averaged.pt

.PHONY: train check
train:
	python -m training.train --out $(RUN)/one --seed 7 --shared $(DATA)
	python -m training.train --out $(RUN)/two --seed 8 --shared $(DATA)
	python -m training.tune $(MEMBERS) --out $(RUN)/settings.json --shared $(DATA)
	python -m training.export $(MEMBERS) --settings $(RUN)/settings.json
	python -m eval.gate --pin

check:
	./check
