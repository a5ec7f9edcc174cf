// SPDX-License-Identifier: GPL-2.0-only
#include "report_page.h"

/* The page is a file of its own, for those who edit it. */
__asm__(".pushsection .rodata\n"
	".globl report_page\n"
	"report_page:\n"
	".incbin \"report.html\"\n"
	".byte 0\n"
	".popsection\n");
