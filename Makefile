# The decision register. `make help` lists what there is; README.md explains it.

# The machine's own Python, 3.11 or newer; all else is installed below .venv.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$one; break; }; done)
PORT ?= 8000
# Another body than the default keeps its data in a folder of its own.
BODY ?= bodies/mopac.toml
VAR ?= $(CURDIR)/var$(if $(filter-out mopac,$(basename $(notdir $(BODY)))),-$(basename $(notdir $(BODY))))
export PORT VAR BODY

.PHONY: help demo test bench soak backup restore prepared prepared-for-tests python

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1 - /p' $(MAKEFILE_LIST)

demo: prepared ## Run the whole register with sample papers on http://127.0.0.1:8000 (PORT=, VAR=, DEMO_PASSWORD=)
	@exec .venv/bin/python -m deploy.demo

test: prepared-for-tests ## Run every check and every test
	@exec .venv/bin/python -m deploy.check

bench: prepared-for-tests ## Measure speed, and how it grows with the number of papers
	@exec .venv/bin/python -m benchmarks

soak: prepared-for-tests ## Ten minutes of readers, writers, publishing and random kills (MINUTES=)
	@exec .venv/bin/python -m benchmarks.soak

backup: prepared ## Write the whole database into one checked file (FILE=)
	@exec .venv/bin/python manage.py back_up $(if $(FILE),"$(FILE)")

restore: prepared ## Bring a backup back into an empty database (FILE=, needed)
	@test -n "$(FILE)" || { echo "Say which file: make restore FILE=register-….backup"; exit 2; }
	@exec .venv/bin/python manage.py restore "$(FILE)"

prepared: python
	@$(PYTHON) deploy/prepare.py demo

prepared-for-tests: python
	@$(PYTHON) deploy/prepare.py test

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: sudo apt-get install -y python3 python3-venv"; exit 1; }
