// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names of containers: what cgroups tell, and what is found in the files of
 * the runtimes. FOLDER is where the test puts such files, in the shape that the
 * runtimes write them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "member.h"
#include "runtime.h"
#include "tap.h"

#define A16	"0123456789abcdef"
#define ID	A16 A16 A16 A16

static const char *folder;

static void test_cgroup(const char *cgroup, const char *runtime, const char *id)
{
	struct runtime_id got;
	bool found = runtime_of_cgroup(cgroup, &got);

	if (!tap(found == !!runtime &&
		 (!found || (!strcmp(got.runtime, runtime) &&
			     !strcmp(got.id, id))),
		 "%s is %s's", cgroup, runtime ? runtime : "nobody"))
		printf("# got %s %s\n", got.runtime, got.id);
}

static void test_cgroups(void)
{
	test_cgroup("/system.slice/docker-" ID ".scope", "docker", ID);
	test_cgroup("/docker/" ID, "docker", ID);
	test_cgroup("/docker/" ID "/docker/" ID "/init", "docker", ID);
	test_cgroup("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-"
		    ID ".scope", "containerd", ID);
	test_cgroup("/kubepods/besteffort/pod1/" ID, "containerd", ID);
	test_cgroup("/kubepods.slice/crio-" ID ".scope/container", "cri-o", ID);
	test_cgroup("/machine.slice/libpod-" ID ".scope/container", "podman",
		    ID);
	test_cgroup("/libpod_parent/libpod-" ID, "podman", ID);
	test_cgroup("/machine.slice/libpod-conmon-" ID ".scope", NULL, NULL);
	test_cgroup("/lxc.payload.web", "lxc", "web");
	test_cgroup("/lxc/web/system.slice", "lxc", "web");
	test_cgroup("/machine.slice/machine-my\\x2dweb.scope/payload",
		    "machine", "my-web");
	test_cgroup("/machine.slice/systemd-nspawn@web.service/payload",
		    "nspawn", "web");
	test_cgroup("/", NULL, NULL);
	test_cgroup("", NULL, NULL);
	test_cgroup("/user.slice/user-1000.slice/session-1.scope", NULL, NULL);
	test_cgroup("/system.slice/docker-0123.scope", NULL, NULL);
	test_cgroup("/machine.slice/machine-\\x2e\\x2e.scope", NULL, NULL);
	test_cgroup("/machine.slice/machine-a\\x2fb.scope", NULL, NULL);
	/* whichever is nearer to the payload */
	test_cgroup("/lxc.payload.web/docker/" ID, "docker", ID);
}

static void make_folders(char *path)
{
	char *slash = path;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(path, 0755) && errno != EEXIST)
			printf("# mkdir %s: %s\n", path, strerror(errno));
		*slash = '/';
	}
}

static void put(const char *name, const char *text)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", folder, name);
	make_folders(path);
	file = fopen(path, "w");
	if (!file)
		return;
	fputs(text, file);
	fclose(file);
}

/* What is found, as RUNTIME ID NAME IMAGE POD. */
static void test_names(const char *what, const char *cgroup, unsigned int pid,
		       const char *want)
{
	json_object *container = json_object_new_object();
	char got[512];

	member_add_text(container, "cgroup", cgroup);
	member_add_number(container, "pid", pid);
	runtime_describe(folder, container);
	snprintf(got, sizeof(got), "%s %.12s %s %s %s",
		 member_text(container, "runtime"),
		 member_text(container, "runtime-id"),
		 member_text(container, "name"),
		 member_text(container, "image"),
		 member_text(container, "pod"));
	if (!tap(!strcmp(got, want), "%s", what))
		printf("# got '%s'\n", got);
	json_object_put(container);
}

/* A container of such a runtime has no name but its id. */
static void check_state(const char *runtime, const char *cgroup,
			unsigned int pid, const char *id)
{
	char want[128];

	snprintf(want, sizeof(want), "%s %s %s  ", runtime, id, id);
	test_names(runtime, cgroup, pid, want);
}

static void test_files(void)
{
	char link[4096];

	put("/var/lib/docker/containers/" ID "/config.v2.json",
	    "{\"Name\":\"/web\",\"Config\":{\"Image\":\"nginx:1\"}}");
	test_names("docker's names", "/docker/" ID, 7,
		   "docker 0123456789ab web nginx:1 ");

	put("/run/containerd/io.containerd.runtime.v2.task/k8s.io/" ID
	    "/config.json",
	    "{\"annotations\":{\"io.kubernetes.cri.container-name\":\"app\","
	    "\"io.kubernetes.cri.image-name\":\"app:2\","
	    "\"io.kubernetes.cri.sandbox-name\":\"app-0\"}}");
	test_names("containerd's names", "/kubepods/pod1/" ID, 7,
		   "containerd 0123456789ab app app:2 app-0");

	put("/run/containers/storage/overlay-containers/" ID
	    "/userdata/config.json",
	    "{\"annotations\":{\"io.kubernetes.container.name\":\"db\","
	    "\"io.kubernetes.cri-o.ImageName\":\"db:3\","
	    "\"io.kubernetes.pod.name\":\"db-0\"}}");
	test_names("CRI-O's names", "/kubepods.slice/crio-" ID ".scope", 7,
		   "cri-o 0123456789ab db db:3 db-0");

	put("/var/lib/containers/storage/overlay-containers/containers.json",
	    "[{\"id\":\"other\"},{\"id\":\"" ID "\",\"metadata\":"
	    "\"{\\\"image-name\\\":\\\"small\\\",\\\"name\\\":\\\"outer\\\"}\"}]");
	test_names("podman's names", "/machine.slice/libpod-" ID ".scope", 7,
		   "podman 0123456789ab outer small ");

	put("/run/crun/first/status", "{\"pid\":4711}");
	check_state("crun", "/user.slice", 4711, "first");
	put("/run/runc/second/state.json", "{\"init_process_pid\":4712}");
	check_state("runc", "/", 4712, "second");
	test_names("a process that nobody knows", "/", 4713, "    ");

	put("/var/lib/docker/containers/" ID "/config.v2.json", "{\"Name\":");
	test_names("a file that is no JSON", "/docker/" ID, 7,
		   "docker 0123456789ab   ");
	put("/var/lib/docker/containers/" ID "/config.v2.json", "[1]");
	test_names("a file of another shape", "/docker/" ID, 7,
		   "docker 0123456789ab   ");
	snprintf(link, sizeof(link), "%s/var/lib/docker/containers/" ID
		 "/config.v2.json", folder);
	unlink(link);
	if (mkfifo(link, 0600))
		perror(link);
	test_names("a pipe is not waited for", "/docker/" ID, 7,
		   "docker 0123456789ab   ");
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	folder = argv[1];
	test_cgroups();
	test_files();
	return tap_end();
}
