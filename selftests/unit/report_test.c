// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints a report of events whose texts try to become part of the page.
 */
#include <stdio.h>

#include "report_page.h"

static const char data_text[] =
	"{\"host\": \"a</script><img src=http://127.0.0.1:9/host>\","
	" \"kernel\": \"6.12\", \"now\": 9000000000, \"boot\": 1763000000000,"
	" \"status\": {\"version\": \"0.1\", \"form\": \"module\","
	"  \"policy-version\": 7, \"generation\": 2, \"containers\": 1,"
	"  \"tasks\": 2, \"denials\": 5, \"complaints\": 2, \"events-lost\": 0,"
	"  \"killed\": 1, \"class-enforced\": [\"mount\", \"module\"]},"
	" \"hooks\": [{\"name\": \"there\", \"state\": \"attached\","
	"  \"purpose\": \"x\"}, {\"name\": \"gone\", \"class\": \"mount\","
	"  \"state\": \"missing\", \"purpose\": \"<b>mounting</b>\"}],"
	" \"containers\": [{\"id\": 1, \"comm\": \"sh\","
	"  \"name\": \"<img src=http://127.0.0.1:9/name>\"}],"
	" \"stats\": [{\"profile\": \"p\", \"op\": \"mount-new\", \"hits\": 4,"
	"  \"allowed\": true}, {\"rule\": 0, \"matches\": 2}],"
	" \"operations\": {\"mount-new-any\": {\"words\": \"mount new any\","
	"  \"use\": \"used so\"}},"
	" \"events\": [{\"seq\": 1, \"time\": 1000000000, \"last\": 1000000000,"
	"  \"count\": 3, \"container\": 1, \"profile\": \"p\","
	"  \"op\": \"mount-new-any\", \"mode\": \"enforce\","
	"  \"object\": \"--></script><script>document.title='owned'</script>\","
	"  \"pid\": 4, \"uid\": 0, \"comm\": \"&lt;i&gt;\"},"
	" {\"seq\": 2, \"time\": 5000000000, \"last\": 5000000000, \"count\": 2,"
	"  \"container\": 2, \"profile\": \"p\", \"op\": \"mount-new-any\","
	"  \"mode\": \"complain\", \"object\": \"second\", \"pid\": 5,"
	"  \"uid\": 0, \"comm\": \"sh\"}]}";

int main(void)
{
	json_object *data = json_tokener_parse(data_text);

	if (!data)
		return 2;
	report_write(data, stdout);
	json_object_put(data);
	return 0;
}
