// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the class bpf
 *
 * A container runtime filters devices by a BPF program for the container's
 * cgroup, also one that runs inside of a container. So much is a container's
 * own: simple filters of devices, for cgroups below the one it began in. Each
 * of the three bodies looks at a thing where nobody can swap it any more: the
 * command in the kernel's copy of the attributes, the program in the kernel's
 * copy of that, the cgroup in the file that the kernel has found.
 *
 * Whatever else bpf() does is 'any', also for who has no capability: the host
 * may have delegated a part of it by a token, or let everybody use it.
 */

#include <linux/bpf.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/magic.h>
#include <linux/string.h>
#include <linux/user_namespace.h>

#include "common.h"
#include "hooks.h"
#include "kernel_file.h"
#include "mediate.h"
#include "syscall_scope.h"

/* Since Linux 6.9: BPF_TOKEN_CREATE, BPF_F_TOKEN_FD. */
#define TOKEN_CREATE	36
#define TOKEN_FLAG	BIT(16)

#define COMMAND(name) \
	[name] = #name

static const char *const commands[] = {
	COMMAND(BPF_MAP_CREATE),
	COMMAND(BPF_MAP_LOOKUP_ELEM),
	COMMAND(BPF_MAP_UPDATE_ELEM),
	COMMAND(BPF_MAP_DELETE_ELEM),
	COMMAND(BPF_MAP_GET_NEXT_KEY),
	COMMAND(BPF_PROG_LOAD),
	COMMAND(BPF_OBJ_PIN),
	COMMAND(BPF_OBJ_GET),
	COMMAND(BPF_PROG_ATTACH),
	COMMAND(BPF_PROG_DETACH),
	COMMAND(BPF_PROG_TEST_RUN),
	COMMAND(BPF_PROG_GET_NEXT_ID),
	COMMAND(BPF_MAP_GET_NEXT_ID),
	COMMAND(BPF_PROG_GET_FD_BY_ID),
	COMMAND(BPF_MAP_GET_FD_BY_ID),
	COMMAND(BPF_OBJ_GET_INFO_BY_FD),
	COMMAND(BPF_PROG_QUERY),
	COMMAND(BPF_RAW_TRACEPOINT_OPEN),
	COMMAND(BPF_BTF_LOAD),
	COMMAND(BPF_BTF_GET_FD_BY_ID),
	COMMAND(BPF_TASK_FD_QUERY),
	COMMAND(BPF_MAP_LOOKUP_AND_DELETE_ELEM),
	COMMAND(BPF_MAP_FREEZE),
	COMMAND(BPF_BTF_GET_NEXT_ID),
	COMMAND(BPF_MAP_LOOKUP_BATCH),
	COMMAND(BPF_MAP_LOOKUP_AND_DELETE_BATCH),
	COMMAND(BPF_MAP_UPDATE_BATCH),
	COMMAND(BPF_MAP_DELETE_BATCH),
	COMMAND(BPF_LINK_CREATE),
	COMMAND(BPF_LINK_UPDATE),
	COMMAND(BPF_LINK_GET_FD_BY_ID),
	COMMAND(BPF_LINK_GET_NEXT_ID),
	COMMAND(BPF_ENABLE_STATS),
	COMMAND(BPF_ITER_CREATE),
	COMMAND(BPF_LINK_DETACH),
	COMMAND(BPF_PROG_BIND_MAP),
	[TOKEN_CREATE] = "BPF_TOKEN_CREATE",
};

static void print_command(int cmd, const union bpf_attr *attr, char *text,
			  size_t size)
{
	if (cmd < 0 || cmd >= ARRAY_SIZE(commands))
		snprintf(text, size, "command %d", cmd);
	else if (cmd == BPF_MAP_CREATE)
		snprintf(text, size, "%s of type %u", commands[cmd],
			 attr->map_type);
	else if (cmd == BPF_PROG_LOAD)
		snprintf(text, size, "%s of type %u", commands[cmd],
			 attr->prog_type);
	else
		strscpy(text, commands[cmd], size);
}

/* To others the kernel says no, but for what needs no capability. */
static bool may_bpf(void)
{
	const struct cred *cred = current_cred();

	return holdfast_cred_capable(cred, &init_user_ns, CAP_BPF) ||
	       holdfast_cred_capable(cred, &init_user_ns, CAP_SYS_ADMIN);
}

/*
 * Nothing but instructions is asked for: no BTF, no flags, no token, and none
 * of what a newer kernel may know. runc loads a BPF_PROG_TYPE_CGROUP_SKB too,
 * only to learn whether it can: see is_probe().
 */
static bool loads_filter(const union bpf_attr *attr)
{
	union bpf_attr rest;

	if (attr->prog_type != BPF_PROG_TYPE_CGROUP_DEVICE &&
	    attr->prog_type != BPF_PROG_TYPE_CGROUP_SKB)
		return false;
	memcpy(&rest, attr, sizeof(rest));
	rest.prog_type = 0;
	rest.insn_cnt = 0;
	rest.insns = 0;
	rest.license = 0;
	rest.log_level = 0;
	rest.log_size = 0;
	rest.log_buf = 0;
	memset(rest.prog_name, 0, sizeof(rest.prog_name));
	if (rest.expected_attach_type == BPF_CGROUP_DEVICE)
		rest.expected_attach_type = 0;
	return !memchr_inv(&rest, 0, sizeof(rest));
}

/*
 * runc makes one to learn whether objects can have names. What is in it can
 * be read and written by commands that are not a container's own only.
 */
static bool makes_word(const union bpf_attr *attr)
{
	union bpf_attr rest;

	if (attr->map_type != BPF_MAP_TYPE_ARRAY || attr->key_size != 4 ||
	    attr->value_size != 4 || attr->max_entries != 1)
		return false;
	memcpy(&rest, attr, sizeof(rest));
	rest.map_type = 0;
	rest.key_size = 0;
	rest.value_size = 0;
	rest.max_entries = 0;
	memset(rest.map_name, 0, sizeof(rest.map_name));
	return !memchr_inv(&rest, 0, sizeof(rest));
}

/*
 * systemd asks the kernel in this way whether it has BPF for cgroups at all: it
 * shall detach nothing from nothing. In a container that may do no more than
 * what is its own the answer is no, which is counted and not reported, and systemd
 * goes without; a yes would have it load programs that are refused.
 */
static bool only_asks(int cmd, const union bpf_attr *attr)
{
	return cmd == BPF_PROG_DETACH && (int)attr->target_fd == -1 &&
	       (int)attr->attach_bpf_fd == -1;
}

/*
 * Who makes or finds something without a capability or a token learns from the
 * kernel that it may not. Programs do so to see what there is; it is no more
 * news that Holdfast refuses it.
 */
static bool only_tries(int cmd, const union bpf_attr *attr)
{
	if (may_bpf())
		return false;
	switch (cmd) {
	case BPF_MAP_CREATE:
		return !(attr->map_flags & TOKEN_FLAG);
	case BPF_PROG_LOAD:
		return !(attr->prog_flags & TOKEN_FLAG);
	case BPF_BTF_LOAD:
	case BPF_PROG_GET_NEXT_ID:
	case BPF_MAP_GET_NEXT_ID:
	case BPF_BTF_GET_NEXT_ID:
	case BPF_LINK_GET_NEXT_ID:
	case BPF_PROG_GET_FD_BY_ID:
	case BPF_MAP_GET_FD_BY_ID:
	case BPF_BTF_GET_FD_BY_ID:
	case BPF_LINK_GET_FD_BY_ID:
		return true;
	default:
		return false;
	}
}

/* The program and the cgroup are looked at later. */
static bool is_own(int cmd, const union bpf_attr *attr)
{
	const u32 attach_flags = BPF_F_ALLOW_OVERRIDE | BPF_F_ALLOW_MULTI |
				 BPF_F_REPLACE;

	switch (cmd) {
	case BPF_MAP_CREATE:
		return makes_word(attr);
	case BPF_PROG_LOAD:
		return loads_filter(attr);
	case BPF_PROG_ATTACH:
		return attr->attach_type == BPF_CGROUP_DEVICE &&
		       !(attr->attach_flags & ~attach_flags);
	case BPF_PROG_DETACH:
		return attr->attach_type == BPF_CGROUP_DEVICE;
	case BPF_PROG_QUERY:
		return attr->query.attach_type == BPF_CGROUP_DEVICE;
	default:
		return false;
	}
}

/**
 * hook_bpf - bpf() is called
 * @cmd: BPF_*.
 * @attr: The kernel's copy of the attributes; zero behind what was given.
 * @size: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_bpf(int cmd, const union bpf_attr *attr, unsigned int size)
{
	char text[48];
	const bool asks = only_asks(cmd, attr);
	const struct holdfast_request request = {
		.op = is_own(cmd, attr) && !asks ? HOLDFAST_OP_BPF_OWN :
						   HOLDFAST_OP_BPF_ANY,
		.quiet = asks || only_tries(cmd, attr),
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = text,
		},
	};

	print_command(cmd, attr, text, sizeof(text));
	return holdfast_mediate(&request);
}

static bool is_plain_jump(const struct bpf_insn *insn)
{
	switch (BPF_OP(insn->code)) {
	case BPF_EXIT:
	case BPF_JA:	/* in BPF_JMP32 its distance is elsewhere */
		return BPF_CLASS(insn->code) == BPF_JMP && insn->off >= 0;
	case BPF_JEQ:
	case BPF_JNE:
	case BPF_JGT:
	case BPF_JGE:
	case BPF_JLT:
	case BPF_JLE:
	case BPF_JSET:
		return insn->off >= 0;
	default:
		return false;
	}
}

/*
 * What runtimes make their filters of: they read the context, take it apart,
 * compare and jump forward. No memory but the context, no call, no map, no
 * arithmetic on what could be an address.
 */
static bool is_plain_insn(const struct bpf_insn *insn)
{
	switch (BPF_CLASS(insn->code)) {
	case BPF_LDX:
		return BPF_MODE(insn->code) == BPF_MEM &&
		       insn->src_reg == BPF_REG_1;
	case BPF_ALU:
	case BPF_ALU64:
		return !insn->off && insn->src_reg != BPF_REG_FP &&
		       (BPF_OP(insn->code) == BPF_MOV ||
			BPF_OP(insn->code) == BPF_AND ||
			BPF_OP(insn->code) == BPF_RSH);
	case BPF_JMP:
	case BPF_JMP32:
		return is_plain_jump(insn);
	default:
		return false;
	}
}

/* A program that returns a number. */
static bool is_probe(const struct bpf_prog *prog)
{
	const struct bpf_insn *insn = prog->insnsi;

	return prog->len == 2 && is_plain_insn(&insn[0]) &&
	       insn[0].code == (BPF_ALU64 | BPF_MOV | BPF_K) &&
	       insn[1].code == (BPF_JMP | BPF_EXIT);
}

static bool is_plain(const struct bpf_prog *prog)
{
	u32 i;

	if (prog->type == BPF_PROG_TYPE_CGROUP_SKB)
		return is_probe(prog);
	if (prog->type != BPF_PROG_TYPE_CGROUP_DEVICE ||
	    prog->len > BPF_MAXINSNS)
		return false;
	for (i = 0; i < prog->len; i++)
		if (!is_plain_insn(&prog->insnsi[i]))
			return false;
	return true;
}

/**
 * hook_bpf_check - a program is about to be verified
 * @prog: Points to the program, with the kernel's copy of the instructions.
 *
 * Return: 0 or -EPERM.
 */
int hook_bpf_check(struct bpf_prog *const *prog)
{
	const struct holdfast_request request = {
		.op = is_plain(*prog) ? HOLDFAST_OP_BPF_OWN :
					HOLDFAST_OP_BPF_ANY,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = "BPF_PROG_LOAD of more than a plain filter",
		},
	};

	return holdfast_mediate(&request);
}

/*
 * On the cgroup that a container began in is the filter that holds itself, so
 * that is none of its own. Here capabilities make no difference: attaching and
 * detaching need none.
 */
static int ask_filtered(const struct dentry *dentry)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_BPF_OWN,
		.foreign_op = HOLDFAST_OP_BPF_ANY,
		.owned = holdfast_owns_inner_cgroup,
		.subject = dentry,
		.object = {
			.kind = HOLDFAST_OBJECT_FILE,
			.dentry = dentry,
		},
	};

	return holdfast_mediate(&request);
}

/**
 * hook_css_tryget_online_from_dir - the kernel looks up a cgroup for somebody
 * @dentry: Its directory; the kernel has an error of its own for other files.
 *
 * Who gives a descriptor of a cgroup: bpf(), for what it filters, and clone3(),
 * for where the new task begins.
 *
 * Return: 0 or -EPERM, also as a pointer.
 */
int hook_css_tryget_online_from_dir(const struct dentry *dentry)
{
	const enum holdfast_scope scope = holdfast_syscall_scope();

	if (dentry->d_sb->s_magic != CGROUP2_SUPER_MAGIC)
		return 0;
	if (scope == HOLDFAST_SCOPE_BPF)
		return ask_filtered(dentry);
	/* as if the new task were written to the cgroup's control file */
	return scope == HOLDFAST_SCOPE_CLONE3 ?
		       holdfast_ask_kernel_file(dentry) :
		       0;
}
