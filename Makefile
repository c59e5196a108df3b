# make train DATA=../shared: rebuild the shipped model. Each step can be run again and goes on where it stopped.
DATA ?= ../shared
RUN ?= training/runs
COMMITTEE = $(RUN)/one/averaged.pt $(RUN)/two/averaged.pt
SHIPPED = $(RUN)/first/averaged.pt $(RUN)/two/averaged.pt

.PHONY: train check
train:
	python -m training.train --out $(RUN)/one --seed 7 --shared $(DATA)
	python -m training.train --out $(RUN)/two --seed 8 --shared $(DATA)
	python -m training.export $(COMMITTEE) --out $(RUN)/teacher
	python -m training.train --out $(RUN)/first --start $(RUN)/one/averaged.pt --teacher $(RUN)/teacher --shared $(DATA) \
		--seed 11 --epochs 5 --rate 2.5e-4 --head-rate 1.2e-3 --soft 0.6
	python -m training.tune $(RUN)/first/averaged.pt --out $(RUN)/fast.json --shared $(DATA)
	python -m training.tune $(SHIPPED) --out $(RUN)/settings.json --shared $(DATA)
	python -m training.export $(SHIPPED) --settings $(RUN)/settings.json --fast-settings $(RUN)/fast.json
	python -m eval.gate --pin

check:
	./check
