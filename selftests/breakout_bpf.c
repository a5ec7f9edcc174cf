// SPDX-License-Identifier: GPL-2.0-only
/*
 * bpf(): programs that the kernel runs, and where it runs them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/bpf_common.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"

#define CGROUP2		"/sys/fs/cgroup"
#define KTIME_GET_NS	5
#define LAST_ID		4096
#define LONG_PROGRAM	5000

/* Newer than some headers: Linux 6.9. */
#define TOKEN_CREATE	36
#define TOKEN_FLAG	(1 << 16)

#ifndef MNT_DETACH
#define MNT_DETACH	2
#endif
int umount2(const char *target, int flags);

#define INSN(CODE, DST, SRC, OFF, IMM)					\
	((struct bpf_insn){ .code = (CODE), .dst_reg = (DST),		\
			    .src_reg = (SRC), .off = (OFF), .imm = (IMM) })
#define MOV(DST, IMM)	INSN(BPF_ALU64 | BPF_MOV | BPF_K, DST, 0, 0, IMM)
#define READ(DST, FIELD)						\
	INSN(BPF_LDX | BPF_W | BPF_MEM, DST, BPF_REG_1,			\
	     offsetof(struct bpf_cgroup_dev_ctx, FIELD), 0)
#define UNLESS(REG, IMM, OFF)						\
	INSN(BPF_JMP | BPF_JNE | BPF_K, REG, 0, OFF, IMM)
#define EXIT		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)

static int bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static int load(unsigned int type, const struct bpf_insn *code, size_t count,
		unsigned int flags)
{
	union bpf_attr attr = {
		.prog_type = type,
		.insn_cnt = count,
		.insns = (unsigned long)code,
		.license = (unsigned long)"GPL",
		.prog_flags = flags,
	};

	return bpf(BPF_PROG_LOAD, &attr);
}

/* As runtimes write it: all devices but /dev/zero. */
static int load_filter(void)
{
	const struct bpf_insn code[] = {
		READ(BPF_REG_2, access_type),
		INSN(BPF_ALU | BPF_AND | BPF_K, BPF_REG_2, 0, 0, 0xffff),
		READ(BPF_REG_3, access_type),
		INSN(BPF_ALU | BPF_RSH | BPF_K, BPF_REG_3, 0, 0, 16),
		READ(BPF_REG_4, major),
		READ(BPF_REG_5, minor),
		UNLESS(BPF_REG_2, BPF_DEVCG_DEV_CHAR, 4),
		UNLESS(BPF_REG_4, 1, 3),
		UNLESS(BPF_REG_5, 5, 2),
		MOV(BPF_REG_0, 0),
		EXIT,
		MOV(BPF_REG_0, 1),
		EXIT,
	};

	return load(BPF_PROG_TYPE_CGROUP_DEVICE, code,
		    sizeof(code) / sizeof(code[0]), 0);
}

static int attach(int cgroup, int program, unsigned int flags)
{
	union bpf_attr attr = {
		.target_fd = cgroup,
		.attach_bpf_fd = program,
		.attach_type = BPF_CGROUP_DEVICE,
		.attach_flags = flags,
	};

	return bpf(BPF_PROG_ATTACH, &attr);
}

static int detach(int cgroup, int program)
{
	union bpf_attr attr = {
		.target_fd = cgroup,
		.attach_bpf_fd = program,
		.attach_type = BPF_CGROUP_DEVICE,
	};

	return bpf(BPF_PROG_DETACH, &attr);
}

/* The cgroup that we are in, or one in it. */
static int own_cgroup(const char *inner)
{
	char text[1024] = "", path[1200], *line;

	breakout_read("/proc/self/cgroup", text, sizeof(text));
	line = strstr(text, "0::");
	if (!line)
		return -1;
	line[strcspn(line, "\n")] = 0;
	snprintf(path, sizeof(path), "%s%s%s", CGROUP2, line + 3, inner);
	if (*inner)
		mkdir(path, 0755);
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool can_open_zero(void)
{
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	close(fd);
	return fd >= 0;
}

static enum breakout_outcome map(const struct breakout_attempt *attempt)
{
	static union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_HASH,
		.key_size = 4,
		.value_size = 4,
		.max_entries = 1,
	};
	long fd;

	if (attempt->arg)
		fd = breakout_syscall32(NR32_BPF, BPF_MAP_CREATE, (long)&attr,
					sizeof(attr), 0, 0);
	else
		fd = bpf(BPF_MAP_CREATE, &attr);
	if (fd < 0)
		return breakout_failed("bpf");
	return breakout_escaped("made a map");
}

/* An array, but one that the runtimes do not need. */
static enum breakout_outcome array(const struct breakout_attempt *attempt)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = 4,
		.max_entries = 1000,
	};

	(void)attempt;
	if (bpf(BPF_MAP_CREATE, &attr) < 0)
		return breakout_failed("bpf");
	return breakout_escaped("made an array");
}

/* Of all types, the simplest program that does more than a probe. */
static enum breakout_outcome program(const struct breakout_attempt *attempt)
{
	const struct bpf_insn code[] = {
		MOV(BPF_REG_0, 0), MOV(BPF_REG_0, 1), EXIT,
	};

	if (load(atoi(attempt->arg), code, 3, 0) < 0)
		return breakout_failed("bpf");
	return breakout_escaped("loaded a program");
}

/* One word. */
static int make_map(void)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = 4,
		.max_entries = 1,
	};

	return bpf(BPF_MAP_CREATE, &attr);
}

static size_t write_program(struct bpf_insn *code, const char *what)
{
	size_t count = 0;

	code[count++] = MOV(BPF_REG_0, 1);
	if (!strcmp(what, "call")) {
		code[count++] = INSN(BPF_JMP | BPF_CALL, 0, 0, 0, KTIME_GET_NS);
		code[count++] = MOV(BPF_REG_0, 1);
	} else if (!strcmp(what, "map")) {
		code[count++] = INSN(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_1,
				     BPF_PSEUDO_MAP_FD, 0, make_map());
		code[count++] = INSN(0, 0, 0, 0, 0);
	} else if (!strcmp(what, "loop")) {
		code[count++] = MOV(BPF_REG_2, 0);
		code[count++] = UNLESS(BPF_REG_2, 0, -2);
	} else if (!strcmp(what, "store")) {
		code[count++] = INSN(BPF_ST | BPF_MEM | BPF_DW, BPF_REG_10, 0,
				     -8, 0);
	} else if (!strcmp(what, "add")) {
		code[count++] = INSN(BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_1, 0,
				     0, 0);
	} else if (!strcmp(what, "long")) {
		while (count < LONG_PROGRAM)
			code[count++] = MOV(BPF_REG_0, 1);
	}
	code[count++] = EXIT;
	return count;
}

/* Filters of devices, but not so simple ones. */
static enum breakout_outcome filter(const struct breakout_attempt *attempt)
{
	static struct bpf_insn code[LONG_PROGRAM + 1];
	size_t count = write_program(code, attempt->arg);
	unsigned int flags = strcmp(attempt->arg, "flags") ? 0 :
			     BPF_F_STRICT_ALIGNMENT;

	if (load(BPF_PROG_TYPE_CGROUP_DEVICE, code, count, flags) < 0)
		return breakout_failed("bpf");
	return breakout_escaped("loaded a program with a %s", attempt->arg);
}

static enum breakout_outcome attach_to(int cgroup)
{
	int program = load_filter();
	bool seen;

	if (cgroup < 0 || program < 0 || !can_open_zero())
		return breakout_untried("no cgroup, filter or device: %s",
					breakout_errno_name(errno));
	if (attach(cgroup, program, BPF_F_ALLOW_MULTI))
		return breakout_failed("bpf");
	seen = !can_open_zero();
	if (detach(cgroup, program) || !can_open_zero())
		return breakout_untried("the filter stays");
	if (!seen)
		return breakout_untried("the filter does not filter");
	return breakout_escaped("a filter was in force");
}

static enum breakout_outcome attach_own(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return attach_to(own_cgroup(""));
}

static enum breakout_outcome attach_top(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return attach_to(open(CGROUP2, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

/* There is no filter, which the kernel says who got that far. */
static enum breakout_outcome detach_own(const struct breakout_attempt *attempt)
{
	int cgroup = own_cgroup("");

	(void)attempt;
	if (cgroup < 0)
		return breakout_untried("no cgroup");
	if (detach(cgroup, 0) && errno != ENOENT)
		return breakout_failed("bpf");
	return breakout_escaped("could detach the filter of the container");
}

static enum breakout_outcome query_own(const struct breakout_attempt *attempt)
{
	union bpf_attr attr = {
		.query.target_fd = own_cgroup(""),
		.query.attach_type = BPF_CGROUP_DEVICE,
	};

	(void)attempt;
	if (bpf(BPF_PROG_QUERY, &attr))
		return breakout_failed("bpf");
	return breakout_escaped("%u filters", attr.query.prog_cnt);
}

/* Below the own cgroup, but to stay when we are gone. */
static enum breakout_outcome do_link(const struct breakout_attempt *attempt)
{
	union bpf_attr attr = {
		.link_create.prog_fd = load_filter(),
		.link_create.target_fd = own_cgroup("/inner"),
		.link_create.attach_type = BPF_CGROUP_DEVICE,
	};
	int fd;

	(void)attempt;
	fd = bpf(BPF_LINK_CREATE, &attr);
	if (fd < 0)
		return breakout_failed("bpf");
	close(fd);
	return breakout_escaped("made a link");
}

/* Any program there is; one is ours. */
static enum breakout_outcome by_id(const struct breakout_attempt *attempt)
{
	union bpf_attr attr = { };
	int program = load_filter();

	(void)attempt;
	if (program < 0)
		return breakout_untried("no program");
	for (attr.prog_id = 1; attr.prog_id < LAST_ID; attr.prog_id++) {
		if (bpf(BPF_PROG_GET_FD_BY_ID, &attr) >= 0)
			return breakout_escaped("got program %u", attr.prog_id);
		if (errno != ENOENT)
			return breakout_failed("bpf");
	}
	return breakout_untried("no program has a number");
}

/* A child in the inner cgroup misses a device that we have. */
static bool filters_child(int cgroup)
{
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		if (breakout_write_at(cgroup, "cgroup.procs", "0"))
			_exit(2);
		_exit(can_open_zero());
	}
	waitpid(pid, &status, 0);
	return !status && can_open_zero();
}

static enum breakout_outcome attach_inner(const struct breakout_attempt *a)
{
	int cgroup = own_cgroup("/inner"), own = own_cgroup("");
	int program = load_filter(), other = load_filter();
	union bpf_attr attr = {
		.query.target_fd = cgroup,
		.query.attach_type = BPF_CGROUP_DEVICE,
	};
	bool good;

	(void)a;
	if (program < 0 || attach(cgroup, program, BPF_F_ALLOW_MULTI) ||
	    bpf(BPF_PROG_QUERY, &attr))
		return breakout_failed("bpf");
	good = attr.query.prog_cnt == 1 && filters_child(cgroup);
	attr = (union bpf_attr){
		.target_fd = cgroup,
		.attach_bpf_fd = other,
		.attach_type = BPF_CGROUP_DEVICE,
		.attach_flags = BPF_F_ALLOW_MULTI | BPF_F_REPLACE,
		.replace_bpf_fd = program,
	};
	if (bpf(BPF_PROG_ATTACH, &attr) || detach(cgroup, other))
		return breakout_failed("bpf");
	if (unlinkat(own, "inner", AT_REMOVEDIR))
		return breakout_failed("rmdir");
	if (!good)
		return breakout_untried("the filter does not filter");
	return breakout_escaped("a child was filtered");
}

/* What runc asks to learn what the kernel can do. */
static enum breakout_outcome probes(const struct breakout_attempt *attempt)
{
	const struct bpf_insn code[] = { MOV(BPF_REG_0, 0), EXIT };
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = 4,
		.max_entries = 1,
		.map_name = "feature_test",
	};
	int program;

	(void)attempt;
	if (bpf(BPF_MAP_CREATE, &attr) < 0 ||
	    load(BPF_PROG_TYPE_CGROUP_SKB, code, 2, 0) < 0)
		return breakout_failed("bpf");
	program = load(BPF_PROG_TYPE_CGROUP_DEVICE, code, 2, 0);
	if (program < 0)
		return breakout_failed("bpf");
	attach(open("/dev/null", O_RDONLY), program,
	       BPF_F_ALLOW_MULTI | BPF_F_REPLACE);
	if (errno != EBADF)
		return breakout_failed("bpf");
	return breakout_escaped("learnt what there is");
}

static bool knows_tokens(void)
{
	struct utsname uts;
	int major, minor;

	return !uname(&uts) &&
	       sscanf(uts.release, "%d.%d", &major, &minor) == 2 &&
	       (major > 6 || (major == 6 && minor >= 9));
}

/* Takes what the host delegates, and uses it. */
static enum breakout_outcome use_token(void)
{
	union {
		union bpf_attr attr;
		__u32 words[20];
	} map = { .attr = {
		.map_type = BPF_MAP_TYPE_HASH,
		.key_size = 4,
		.value_size = 4,
		.max_entries = 1,
		.map_flags = TOKEN_FLAG,
	} }, token = { };
	int dir = open(LENT_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	token.words[1] = dir;
	map.words[19] = syscall(SYS_bpf, TOKEN_CREATE, &token, sizeof(token));
	close(dir);
	if ((int)map.words[19] < 0)
		return breakout_failed("bpf");
	if (syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)) < 0)
		return breakout_failed("bpf");
	return breakout_escaped("made a map by a token");
}

/* It works in a user namespace only; then the capabilities there will do. */
static enum breakout_outcome token(const struct breakout_attempt *attempt)
{
	enum breakout_outcome outcome;
	char text[64] = "";

	(void)attempt;
	if (!knows_tokens())
		return breakout_absent("BPF tokens");
	breakout_read("/proc/self/uid_map", text, sizeof(text));
	if (strstr(text, "4294967295") && unshare(CLONE_NEWUSER | CLONE_NEWNS))
		return breakout_failed("unshare");
	mkdir(LENT_DIR, 0755);
	if (breakout_receive(DOOR_BPF) < 0)
		return breakout_untried("nothing is delegated");
	outcome = use_token();
	umount2(LENT_DIR, MNT_DETACH);
	rmdir(LENT_DIR);
	return outcome;
}

#define TEXT_OF(NUMBER)	#NUMBER
#define PROGRAM(NAME, TYPE)						\
	{ "bpf-" NAME, "load a BPF program for " NAME, program, TEXT_OF(TYPE) }
#define FILTER(WHAT)							\
	{ "bpf-filter-" WHAT, "filter devices with a " WHAT, filter, WHAT }

const struct breakout_attempt breakout_bpf[] = {
	{ "bpf-map", "make a BPF map", map },
	{ "bpf-map-32", "the same as a 32-bit program", map, "32" },
	{ "bpf-array", "make a BPF array", array },
	/* BPF_PROG_TYPE_*, which the preprocessor does not know */
	PROGRAM("socket", 1),
	PROGRAM("kprobe", 2),
	PROGRAM("sched", 3),
	PROGRAM("tracepoint", 5),
	PROGRAM("xdp", 6),
	PROGRAM("perf", 7),
	PROGRAM("cgroup-skb", 8),
	PROGRAM("cgroup-sock", 9),
	PROGRAM("raw-tracepoint", 17),
	PROGRAM("cgroup-sysctl", 23),
	FILTER("call"),
	FILTER("map"),
	FILTER("loop"),
	FILTER("store"),
	FILTER("add"),
	FILTER("long"),
	FILTER("flags"),
	{ "bpf-attach-own", "filter the devices of the own cgroup", attach_own },
	{ "bpf-attach-top", "filter the devices of all", attach_top },
	{ "bpf-detach-own", "be rid of the own cgroup's filter", detach_own },
	{ "bpf-query-own", "ask for the own cgroup's filters", query_own },
	{ "bpf-link", "filter devices for good", do_link },
	{ "bpf-by-id", "get hold of somebody's program", by_id },
	{ "bpf-token", "use what the host delegated of BPF", token },
	{ "bpf-attach-inner", "filter the devices of an inner cgroup",
	  attach_inner },
	{ "bpf-probes", "learn what bpf() can do", probes },
	{ }
};
