# make             builds both programs as they are shipped
# make install     installs them under PREFIX (/usr/local), with man pages and completions
# make test lint   what a change has to pass
# make integration runs the suites of Tests/Integration against real services of OpenStack on loopback
# make integration-full   the same with Nova and Neutron, long fuzzers, 100 kills and all benchmarks
# make bench       measures find-equivalent, the rewriter and the search for slots against their targets
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# With the Swift libraries inside, the programs run where no Swift is installed, and start in half the
# time (two of five milliseconds).
BUILD = .build-release
RELEASE = -c release --static-swift-stdlib --scratch-path $(BUILD)
PROGRAMS = chiport find-equivalent

bin = $(DESTDIR)$(PREFIX)/bin
share = $(DESTDIR)$(PREFIX)/share

.PHONY: all man install uninstall test lint bench integration integration-full clean

all:
	$(SWIFT) build $(RELEASE)

# One page for each program and subcommand, made from the same texts as --help.
MANUAL = .build/plugins/GenerateManual/outputs
man:
	rm -rf $(MANUAL)
	$(SWIFT) package --disable-sandbox generate-manual --multi-page
	rm -f $(MANUAL)/*/*.help.1

# Symbols are half of the size. Completions are written by the programs themselves.
install: all man
	install -d $(bin)
	for program in $(PROGRAMS); do \
	  install -m 755 -s $(BUILD)/release/$$program $(bin)/$$program || exit 1; \
	  for shell in bash zsh fish; do \
	    case $$shell in \
	      bash) file=bash-completion/completions/$$program ;; \
	      zsh) file=zsh/site-functions/_$$program ;; \
	      fish) file=fish/vendor_completions.d/$$program.fish ;; \
	    esac; \
	    install -d "$$(dirname $(share)/$$file)" || exit 1; \
	    $(BUILD)/release/$$program --generate-completion-script $$shell > $(share)/$$file || exit 1; \
	  done; \
	done
	install -d $(share)/man/man1
	install -m 644 $(MANUAL)/*/*.1 $(share)/man/man1

uninstall:
	for program in $(PROGRAMS); do \
	  rm -f $(bin)/$$program $(share)/man/man1/$$program*.1 \
	    $(share)/bash-completion/completions/$$program $(share)/zsh/site-functions/_$$program \
	    $(share)/fish/vendor_completions.d/$$program.fish; \
	done

test:
	$(SWIFT) test

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

bench: all
	scripts/bench-find --no-build
	scripts/bench-rewrite
	scripts/bench-availability --no-build

integration: all
	CHIPORT=$(BUILD)/release/chiport scripts/integration

# What fails does not keep the rest from running.
integration-full: all
	CHIPORT=$(BUILD)/release/chiport scripts/integration-full

clean:
	rm -rf .build $(BUILD)
