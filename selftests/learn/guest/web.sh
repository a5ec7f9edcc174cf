# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# nginx, as Debian configures it.

web_answers() {
	within busybox wget -q -O - http://127.0.0.1/ | grep "Welcome to nginx"
}

web_start() {
	run_detached --privileged nginx -g 'daemon off;' &&
		eventually web_answers
}

# A page, one that is not there, and a new configuration while it runs.
web_work() {
	web_answers &&
		! within busybox wget -q -O - http://127.0.0.1/none &&
		within sh -c 'echo text >/var/www/html/new' &&
		within nginx -s reload &&
		[ "$(within busybox wget -q -O - http://127.0.0.1/new)" = text ] &&
		within grep '"GET /new ' /var/log/nginx/access.log
}

web_stop() {
	podman stop --time 60 web && [ "$(podman wait web)" = 0 ] &&
		podman rm web
}
