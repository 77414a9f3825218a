# Needs only Python 3.11 with pip, and make. Help: make help
PY    ?= python3.11
PORT  ?= 8000
SERVE ?= 1
UV    ?= uv

VENV := .venv
BIN  := $(VENV)/bin
DATA := .demo

override CMD := $(value CMD)
export CMD
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SERVERS := $(BIN)/python -m inkoop.servers
# exec uses a database that is thrown away afterwards, or with DEMO=1 the one of the demo
EXEC_DATA := $(if $(DEMO),--data $(DATA))
INSTALL = $(PY) -m pip --python $(BIN)/python install -qq --require-hashes --only-binary :all: -r

.DEFAULT_GOAL := help
.PHONY: help demo run exec test lint bench faults load backup restore lock clean

help:  ## toon deze uitleg
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: $(VENV)/.demo  ## bouw de demo-regio en start de site op http://localhost:8000 (SERVE=0: alleen bouwen)
	@echo 'De servers starten en de tabellen worden bijgewerkt.'
	@$(SERVERS) --data $(DATA) --migrate --worker -- python manage.py demo --data $(DATA)
ifneq ($(SERVE),0)
	@$(MAKE) --no-print-directory run
endif

run: $(VENV)/.demo  ## start de site met de gegevens van de demo (PORT=8000)
	@echo 'De site staat zo op http://localhost:$(PORT)/; stoppen met Ctrl-C.'
	@$(SERVERS) --data $(DATA) --migrate --worker -- \
		gunicorn inkoop.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --timeout 120 --no-control-socket \
		--log-level warning || test $$? -eq 130

exec: $(VENV)/.demo  ## voer CMD='...' uit op een verse, lege database (DEMO=1: op die van de demo)
	@test -n "$$CMD" || { echo "Geef een opdracht: make exec CMD='python manage.py ...'"; exit 64; }
	@$(SERVERS) $(EXEC_DATA) --migrate -- sh -c "$$CMD"; code=$$?; echo "exitcode: $$code"; exit $$code

test: $(VENV)/.test lint  ## alle controles en alle tests, op PostgreSQL en Redis
	INKOOP_LOCAL=True $(SERVERS) -- python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(SERVERS) --migrate -- python manage.py check --deploy --database default --fail-level WARNING
	INKOOP_LOCAL=True $(SERVERS) -- python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m tests.faults -n 5

lint: $(VENV)/.test  ## alleen de controles die de code lezen
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(NAMES_ONLY) $(BIN)/mypy .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml inkoop providers contracts kpis manage.py

bench: $(VENV)/.test  ## meet de snelheid tegen de doelen
	@rm -rf .bench
	@# on a server that loses nothing, as in use: a throw-away one writes faster than a region's may
	INKOOP_LOCAL=True $(SERVERS) --data .bench --migrate -- python -m tests.bench; code=$$?; rm -rf .bench; exit $$code

faults: $(VENV)/.test  ## gooi N=100 keer een proces of de database om en kijk of alles klopt
	$(BIN)/python -m tests.faults -n $(or $(N),100)

load: $(VENV)/.test  ## 50 mensen in het portaal, 10 in de beheerschermen en een grote import tegelijk (MINUTES=10)
	$(BIN)/python -m tests.load --minutes $(or $(MINUTES),10)

backup: $(VENV)/.demo  ## maak een back-up van de demo, of van DATABASE_URL, in de map TO=
	@test -n "$(TO)" || { echo 'Geef een map: make backup TO=/veilige/plek'; exit 64; }
	@$(SERVERS) --data $(DATA) -- python manage.py backup "$(TO)"

restore: $(VENV)/.demo  ## zet de back-up in de map FROM= terug (OVERWRITE=1: over wat er staat)
	@test -n "$(FROM)" || { echo 'Geef een map: make restore FROM=/veilige/plek/inkoop-...'; exit 64; }
	@$(SERVERS) --data $(DATA) -- python manage.py restore "$(FROM)" $(if $(OVERWRITE),--overwrite)

lock:  ## leg de versies opnieuw vast, met uv (UPGRADE=1: de nieuwste)
	$(LOCK) --group test -o requirements-test.txt
	$(LOCK) --group servers --constraints requirements-test.txt -o requirements-demo.txt
	$(LOCK) --constraints requirements-test.txt -o requirements.txt

clean:  ## wis de omgeving en de gegevens van de demo
	rm -rf $(VENV) $(DATA) .bench staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Without a host in it a lock file installs from any index; universal, because Debian has 3.11.2.
LOCK = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate --quiet $(if $(UPGRADE),--upgrade)

# The type checker loads the settings and connects to nothing.
NAMES_ONLY = INKOOP_LOCAL=True DATABASE_URL=postgresql:///inkoop REDIS_URL=redis://localhost/0

# What an installation sets, with values that are good for nothing else.
PRODUCTION = INKOOP_LOCAL=False ALLOWED_HOSTS=inkoop.example \
	SECRET_KEY=alleen-voor-deze-controle-Xq3vT8mZr5LwB1nKyE7c-Jp9hD2sG6aUf4 \
	PSEUDONYM_KEY=alleen-voor-deze-controle-ook-0123456789 \
	FILE_KEYS=alleen-voor-deze-controle-bestanden-0123456789

# Debian's Python may lack the venv module's own pip; the pip outside then installs into the environment.
$(BIN)/python:
	@if $(PY) -c 'import ensurepip' 2>/dev/null; then $(PY) -m venv $(VENV); \
	else $(PY) -m venv --without-pip $(VENV); fi

$(VENV)/.demo: requirements-demo.txt | $(BIN)/python
	@echo 'De pakketten worden geïnstalleerd; dat duurt ongeveer een minuut.' >&2
	@$(INSTALL) requirements-demo.txt
	@touch $@

$(VENV)/.test: requirements-test.txt | $(BIN)/python
	@echo 'De pakketten worden geïnstalleerd; dat duurt ongeveer een minuut.' >&2
	@$(INSTALL) requirements-test.txt
	@touch $@
