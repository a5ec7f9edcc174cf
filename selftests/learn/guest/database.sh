# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# PostgreSQL: a new database, as an image of it makes it at its first start.

DATABASE_BIN=/usr/lib/postgresql/15/bin

database_query() {
	podman exec --user postgres database psql -X -q -A -t \
		-v ON_ERROR_STOP=1 -h /tmp -c "$1" postgres
}

database_start() {
	run_detached --privileged setpriv --reuid postgres --regid postgres \
		--init-groups sh -euc "
		$DATABASE_BIN/initdb --no-sync -D /tmp/data
		exec $DATABASE_BIN/postgres -D /tmp/data -k /tmp" &&
		eventually database_query 'SELECT 1'
}

# A table with an index is written, read by parallel workers, checked and kept.
database_work() {
	database_query 'CREATE TABLE number AS
			SELECT n, n % 7 AS rest FROM generate_series(1, 20000) n' &&
		database_query 'CREATE INDEX ON number (rest)' &&
		[ "$(database_query 'SET min_parallel_table_scan_size = 0;
			SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
			SELECT sum(n) FROM number WHERE rest < 7')" = 200010000 ] &&
		database_query 'DELETE FROM number WHERE rest = 3' &&
		database_query 'VACUUM ANALYZE number' &&
		database_query 'CHECKPOINT' &&
		[ "$(database_query 'SELECT count(*) FROM number')" = 17143 ]
}

database_stop() {
	podman stop --time 60 database && [ "$(podman wait database)" = 0 ] &&
		podman rm database
}
