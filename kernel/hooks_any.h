/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the hooks that see every task
 *
 * The inside of a table. Who includes it says what an entry is:
 *
 *	KEEPING(function, body, purpose)		it keeps the labels
 *	MEDIATING(function, body, class, purpose)	it asks about a class
 *
 * hook_<body>() runs in front of function(); without it there is no @purpose.
 */

	KEEPING(free_task, free_task, "labels end with their task"),
	KEEPING(security_bprm_committing_creds, bprm_committing_creds,
		"containers are labelled before their first instruction"),
	KEEPING(proc_free_inum, proc_free_inum,
		"a dead namespace's number is not trusted again"),
	KEEPING(unix_sock_destructor, unix_sock_destructor,
		"a dead socket's owner is forgotten"),
	MEDIATING(genl_bind, genl_bind, SELF, "listening to the events"),
