# SPDX-License-Identifier: GPL-2.0-only
#
# make help tells what there is to make. Kbuild, beside this, is what the
# kernel's own build reads.

KDIR ?= /lib/modules/$(shell uname -r)/build
KERNELS ?= 6.12 6.1
PATCHES ?= build/patchset

# Nothing here gains from a parent's jobs, and the VM wants the machine.
.NOTPARALLEL:

all: tools

help:
	@echo 'make [tools]     build the holdfast command'
	@echo 'make module      build holdfast.ko for the running kernel (KDIR=)'
	@echo 'make install     install both, and the policy (DESTDIR=, PREFIX=)'
	@echo 'make patchset    patches that build it into a kernel (KSRC=, PATCHES=)'
	@echo 'make deb         Debian packages of both, in build/'
	@echo 'make demo        watch containers break out of a VM, and be held'
	@echo 'make check       all tests that fit in 20 minutes, or in MINUTES='
	@echo 'make check-all   all tests'
	@echo 'make check-matrix selftests on each of twelve kernels, for hours'
	@echo 'make check-arm64 selftests on arm64, in QEMU, in both forms'
	@echo 'make check-forms what is built in, compared with the module on one kernel'
	@echo 'make check-kunit KUnit tests of the core, and what of it they execute'
	@echo 'make check-debug on kernels that complain, of memory, locks, data races, ...: hours'
	@echo 'make corpus      all ways out of a container, in each kind of container'
	@echo 'make coverage    write anew the pages that tell what is asked about where'
	@echo 'make fuzz        10 minutes of fuzzing each for parser and verifier'
	@echo 'make bench       what it costs, beside AppArmor and BPF: an hour'
	@echo 'make bench-check whether it costs more than it did'
	@echo 'make lint        static checks'
	@echo 'make generate    write anew what comes from the spec and the policy'
	@echo 'make clean       remove what was built here'
	@echo
	@echo 'demo and check fetch kernels into a cache; KERNELS="$(KERNELS)".'

tools:
	@tools/build/deps build
	$(MAKE) -C tools

# Type information would need pahole, of the kernel's own version.
kbuild = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DEBUG_INFO_BTF_MODULES=

module:
	$(kbuild) modules

install: tools
	$(MAKE) -C tools install
	$(if $(wildcard kernel/holdfast.ko),$(kbuild) CONFIG_MODULE_SIG_ALL= \
		INSTALL_MOD_PATH=$(DESTDIR) modules_install)
	$(if $(wildcard kernel/holdfast.ko),depmod -b "$(DESTDIR)/" \
		$(shell cat $(KDIR)/include/config/kernel.release))

demo: tools
	@tools/build/deps vm
	selftests/demo/demo $(KERNELS)

check:
	@selftests/check $(if $(MINUTES),--minutes $(MINUTES)) $(KERNELS)

corpus: tools
	@tools/build/deps vm
	selftests/escape/$(if $(MUTATE),mutate,run) $(KERNELS)

check-matrix: tools
	@tools/build/deps build vm
	selftests/matrix/run

check-arm64: tools
	@tools/build/deps build vm builtin arm64
	selftests/run_vm.sh 6.12-arm64
	selftests/run_vm.sh --builtin 6.12-arm64-holdfast

check-forms: tools
	@tools/build/deps build vm builtin
	selftests/forms/run

check-kunit:
	@tools/build/deps build vm builtin
	selftests/kunit/run

check-debug: tools
	@tools/build/deps build vm builtin
	selftests/debug/run

coverage: tools
	@tools/build/deps vm
	selftests/escape/coverage
	selftests/matrix/run --write

check-all:
	@selftests/check $(if $(RESUME),--resume,--all) $(if $(STEPS),--steps '$(STEPS)') \
		$(KERNELS)

fuzz:
	@tools/build/deps build fuzz
	$(MAKE) -C selftests/fuzz fuzz

bench: tools
	@tools/build/deps vm bench builtin
	selftests/bench/run
	selftests/bench/run scale
	selftests/bench/run builtin

bench-check: tools
	@tools/build/deps vm bench
	selftests/bench/run --check

patchset:
	$(if $(KSRC),,$(error KSRC= is missing: the source of the kernel))
	@tools/build/deps builtin
	@tools/build/patchset $(KSRC) $(PATCHES)

deb:
	@tools/build/deb

lint:
	@tools/build/deps build check
	tools/build/lint

generate:
	@tools/build/deps build check
	tools/build/generate

clean:
	$(MAKE) -C tools clean
	$(MAKE) -C selftests/fuzz clean
	rm -rf selftests/build
	rm -rf build
	find kernel '(' -name '*.o' -o -name '*.ko' -o -name '*.mod' \
		-o -name '*.mod.c' -o -name '.*.cmd' -o -name '*.order' ')' \
		-delete
	rm -f Module.symvers modules.order .module-common.o .*.cmd

.PHONY: all help tools module install patchset deb demo check check-all check-matrix check-arm64 check-forms check-debug check-kunit corpus coverage fuzz bench \
	bench-check lint generate clean
