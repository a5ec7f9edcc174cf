// SPDX-License-Identifier: GPL-2.0-only
/*
 * stores: what modules write, and what of the kernel they call; for QEMU.
 *
 *	-plugin libstores.so,out=FILE
 *
 * When the machine ends FILE has a line for each instruction of a module and
 * each cache line (64 bytes) that it wrote, and one for each block of a module
 * and each place outside of modules that it led to:
 *
 *	<instruction> store <cache line> <times by CPU 0> <times by CPU 1>
 *	<block> call <place> <times by CPU 0> <times by CPU 1>
 *
 * Source: QEMU, 'TCG Plugins', version 1 of the interface, whose header Debian
 * has no package of.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;

enum { NO_REGISTERS = 0 };
enum { WRITES = 2 };

void qemu_plugin_register_vcpu_tb_trans_cb(
	qemu_plugin_id_t id,
	void (*cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb));
void qemu_plugin_register_vcpu_tb_exec_cb(
	struct qemu_plugin_tb *tb, void (*cb)(unsigned int cpu, void *data),
	int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(
	struct qemu_plugin_insn *insn,
	void (*cb)(unsigned int cpu, uint32_t info, uint64_t at, void *data),
	int flags, int kind, void *data);
void qemu_plugin_register_atexit_cb(
	qemu_plugin_id_t id, void (*cb)(qemu_plugin_id_t id, void *data),
	void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb,
						 size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
bool qemu_plugin_mem_is_store(uint32_t info);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *tb);

int qemu_plugin_version = 1;
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
			int argc, char **argv);

#define CPUS		2
#define CACHE_LINE	64
#define BUCKETS		(1U << 16)

/* Documentation/arch/x86/x86_64/mm.rst of Linux */
#define MODULES_FIRST	0xffffffffc0000000ULL
#define MODULES_END	0xffffffffff000000ULL

/* A line of FILE. */
struct seen {
	uint64_t from;
	bool store;
	uint64_t to;
	uint64_t times[CPUS];
	struct seen *next;
};

static struct seen *buckets[BUCKETS];
/* The block of a module that each CPU was in last, or 0. */
static uint64_t last[CPUS];
static const char *out;

static bool is_module(uint64_t at)
{
	return at >= MODULES_FIRST && at < MODULES_END;
}

/* QEMU runs one CPU at a time here: --race is not for this. */
static void count(unsigned int cpu, uint64_t from, bool store, uint64_t to)
{
	struct seen **place = &buckets[(from * 31 + to / CACHE_LINE) % BUCKETS];
	struct seen *seen;

	for (seen = *place; seen; seen = seen->next)
		if (seen->from == from && seen->store == store &&
		    seen->to == to)
			break;
	if (!seen) {
		seen = calloc(1, sizeof(*seen));
		if (!seen)
			abort();
		seen->from = from;
		seen->store = store;
		seen->to = to;
		seen->next = *place;
		*place = seen;
	}
	seen->times[cpu]++;
}

static void stored(unsigned int cpu, uint32_t info, uint64_t at, void *insn)
{
	/* it is called for loads too, whatever was asked for */
	if (cpu < CPUS && qemu_plugin_mem_is_store(info))
		count(cpu, (uintptr_t)insn, true, at & -(uint64_t)CACHE_LINE);
}

static void executed(unsigned int cpu, void *tb)
{
	const uint64_t at = (uintptr_t)tb;

	if (cpu >= CPUS)
		return;
	if (last[cpu] && !is_module(at))
		count(cpu, last[cpu], false, at);
	last[cpu] = is_module(at) ? at : 0;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	const uint64_t start = qemu_plugin_tb_vaddr(tb);
	struct qemu_plugin_insn *insn;
	size_t i;

	qemu_plugin_register_vcpu_tb_exec_cb(tb, executed, NO_REGISTERS,
					     (void *)(uintptr_t)start);
	if (!is_module(start))
		return;
	for (i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
		insn = qemu_plugin_tb_get_insn(tb, i);
		qemu_plugin_register_vcpu_mem_cb(
			insn, stored, NO_REGISTERS, WRITES,
			(void *)(uintptr_t)qemu_plugin_insn_vaddr(insn));
	}
}

static void tell(FILE *file, const struct seen *seen)
{
	fprintf(file, "%016" PRIx64 " %s %016" PRIx64 " %" PRIu64 " %" PRIu64 "\n",
		seen->from, seen->store ? "store" : "call", seen->to,
		seen->times[0], seen->times[1]);
}

static void ended(qemu_plugin_id_t id, void *data)
{
	FILE *file = fopen(out, "w");
	struct seen *seen;
	size_t i;

	if (!file)
		return;
	for (i = 0; i < BUCKETS; i++)
		for (seen = buckets[i]; seen; seen = seen->next)
			tell(file, seen);
	fclose(file);
}

int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info,
			int argc, char **argv)
{
	if (argc != 1 || strncmp(argv[0], "out=", 4))
		return -1;
	out = strdup(argv[0] + 4);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	qemu_plugin_register_atexit_cb(id, ended, NULL);
	return 0;
}
