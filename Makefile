# The decision register. `make help` lists what there is; README.md explains it.

# The machine's own Python, 3.11 or newer; all else is installed below .venv.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$one; break; }; done)
PORT ?= 8000
# Another body than the default keeps its data in a folder of its own.
BODY ?= bodies/mopac.toml
VAR ?= $(CURDIR)/var$(if $(filter-out mopac,$(basename $(notdir $(BODY)))),-$(basename $(notdir $(BODY))))
ARGS ?=
export PORT VAR BODY

.PHONY: help demo run test lint quick coverage nightly bench soak cluster audit sbom install-test backup restore \
	prepared prepared-for-tests python

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 - /p' $(MAKEFILE_LIST)

demo: prepared ## Run the whole register with sample papers on http://127.0.0.1:8000 (PORT=, VAR=, DEMO_PASSWORD=)
	@exec .venv/bin/python -m deploy.demo

run: prepared-for-tests ## Run it for development: reloads, builds styles, readable logs, debug toolbar (PORT=, VAR=)
	@exec .venv/bin/python -m tools.development_server

test: prepared-for-tests ## Run every check and every test (ARGS= for pytest, such as ARGS="tests/grants -x")
	@exec .venv/bin/python -m deploy.check $(ARGS)

lint: prepared-for-tests ## Run every check without the tests: format, lint, types, import contracts, migrations, settings
	@exec .venv/bin/python -m deploy.check --lint

quick: prepared-for-tests ## Under a minute: lint of what changed and the tests nearest to it, without a browser (BASE=)
	@exec .venv/bin/python -m tools.quick

coverage: prepared-for-tests ## Run every test and say which lines they do not reach; pages in VAR/coverage (ARGS=)
	@exec .venv/bin/python -m deploy.check --coverage $(ARGS)

nightly: prepared-for-tests ## Run what takes long: tests marked nightly, guards taken away one by one, the soak (MINUTES=)
	@exec .venv/bin/python -m tools.nightly

bench: prepared-for-tests ## Measure everything beside its peer or limit, in one table (ENTRIES=; needs nginx and wrk)
	@exec .venv/bin/python -m benchmarks

soak: prepared-for-tests ## Ten minutes of readers, writers, two workers, a replica, backups and random kills (MINUTES=)
	@exec .venv/bin/python -m benchmarks.soak

cluster: prepared-for-tests ## Bring up both layouts of several machines on this one, and walk them (LAYOUT=apart or standby)
	@exec .venv/bin/python -m deploy.clusters $(LAYOUT)

audit: prepared ## Ask whether a fault is known in what production installs; needs the network
	@exec .venv/bin/python -m tools.audit

sbom: prepared-for-tests ## Write what the service is made of as CycloneDX, in VAR/sbom
	@exec .venv/bin/python -m tools.bill_of_materials

install-test: ## Build the container (in a chroot where there is no engine), install by docs/deploy.md in Debian 12 and 13; needs root and network
	@$(PYTHON) -m deploy.install_test
	@exec $(PYTHON) -m deploy.walk

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
