// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: what of a policy had a say
 */

#include "common.h"
#include "container.h"
#include "netlink.h"

/**
 * struct stats_dump - a dump of statistics at work
 * @skb: Gets the records.
 * @cb: Its state: args[0] is how far it is, in operations of all profiles,
 *	then in rules.
 * @policy: What it is about.
 * @shadow: That is the shadow.
 */
struct stats_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	const struct holdfast_policy *policy;
	bool shadow;
};

struct op_stats {
	u64 hits;
	u64 differs;
};

static void add_up(const struct holdfast_profile *profile, u32 op,
		   struct op_stats *sum)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct holdfast_profile_stats *stats =
			per_cpu_ptr(profile->stats, cpu);

		sum->hits += READ_ONCE(stats->hits[op]);
		sum->differs += READ_ONCE(stats->differs[op]);
	}
}

static int put_op(struct sk_buff *skb, const struct holdfast_profile *profile,
		  u32 op, const struct op_stats *stats)
{
	int err;

	err = nla_put_string(skb, HOLDFAST_A_STATS_PROFILE, profile->name) ?:
	      nla_put_u32(skb, HOLDFAST_A_STATS_OP, op) ?:
	      holdfast_netlink_put_u64(skb, HOLDFAST_A_STATS_HITS,
				       stats->hits) ?:
	      holdfast_netlink_put_u64(skb, HOLDFAST_A_STATS_DIFFERS,
				       stats->differs);
	if (!err && profile->allow >> op & 1)
		err = nla_put_flag(skb, HOLDFAST_A_STATS_ALLOWED);
	return err;
}

static int put_rule(struct sk_buff *skb, const struct holdfast_rule *rule,
		    u32 index)
{
	int err;

	err = nla_put_u32(skb, HOLDFAST_A_STATS_RULE, index) ?:
	      holdfast_netlink_put_u64(skb, HOLDFAST_A_STATS_MATCHES,
				       READ_ONCE(rule->matches));
	if (!err && rule->profile)
		err = nla_put_string(skb, HOLDFAST_A_STATS_PROFILE,
				     rule->profile->name);
	return err;
}

static void *begin(const struct stats_dump *dump)
{
	void *header;

	header = holdfast_netlink_begin(dump->skb, dump->cb,
					HOLDFAST_CMD_STATS_GET);
	if (!header)
		return NULL;
	genl_dump_check_consistent(dump->cb, header);
	if (!dump->shadow || !nla_put_flag(dump->skb, HOLDFAST_A_STATS_SHADOW))
		return header;
	genlmsg_cancel(dump->skb, header);
	return NULL;
}

static int finish(const struct stats_dump *dump, void *header, int err)
{
	if (err)
		genlmsg_cancel(dump->skb, header);
	else
		genlmsg_end(dump->skb, header);
	return err;
}

/* One operation of a profile, unless nobody ever asked for it. */
static int dump_op(const struct stats_dump *dump, u32 at)
{
	const struct holdfast_profile *profile =
		dump->policy->profiles[at / HOLDFAST_NR_OPS];
	const u32 op = at % HOLDFAST_NR_OPS;
	struct op_stats stats = {};
	void *header;

	add_up(profile, op, &stats);
	if (!stats.hits)
		return 0;
	header = begin(dump);
	if (!header)
		return -EMSGSIZE;
	return finish(dump, header, put_op(dump->skb, profile, op, &stats));
}

static int dump_rule(const struct stats_dump *dump, u32 at)
{
	void *header;

	header = begin(dump);
	if (!header)
		return -EMSGSIZE;
	return finish(dump, header,
		      put_rule(dump->skb, &dump->policy->rules[at], at));
}

static int dump_all(const struct stats_dump *dump)
{
	const u32 ops = dump->policy->nr_profiles * HOLDFAST_NR_OPS;
	const u32 all = ops + dump->policy->nr_rules;
	int err = 0;

	while (!err && dump->cb->args[0] < all) {
		const u32 at = dump->cb->args[0];

		err = at < ops ? dump_op(dump, at) :
				 dump_rule(dump, at - ops);
		if (!err)
			dump->cb->args[0]++;
	}
	return err;
}

/**
 * holdfast_nl_stats_get_dumpit - answer stats-get
 * @skb: Gets the records.
 * @cb: State, see &struct stats_dump. A reader is told (NLM_F_DUMP_INTR) when
 *	the policy changed in between.
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, -EPERM, -EINVAL, or -ENOENT without a
 * shadow.
 */
int holdfast_nl_stats_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct stats_dump dump = { .skb = skb, .cb = cb };
	int err;

	err = holdfast_netlink_permit(cb->skb) ?:
	      holdfast_netlink_unique(cb->nlh, 0, cb->extack);
	if (err)
		return err;
	dump.shadow = nlmsg_find_attr(cb->nlh, GENL_HDRLEN,
				      HOLDFAST_A_STATS_SHADOW);
	rcu_read_lock();
	dump.policy = dump.shadow ? holdfast_container_shadow() :
				    holdfast_container_policy();
	if (dump.policy) {
		cb->seq = (u32)READ_ONCE(dump.policy->generation);
		err = dump_all(&dump);
	} else {
		NL_SET_ERR_MSG(cb->extack, "there is no shadow");
		err = -ENOENT;
	}
	rcu_read_unlock();
	return err && !skb->len ? err : skb->len;
}
