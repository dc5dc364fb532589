/** Why a command ends with 2, by the code of its error. What it printed names the place; this says what stands behind. */
export const errorExplanations = {
  'ambiguous-folder':
    'drizzle-kit takes the paths in a config from the folder in which it is run. Which folder that is, is told by where they lead to files: from the folder of the package or Nx project, of the config, or from one above, up to the root. Here they lead to files from several, and a verdict on the wrong ones would be worth nothing.\n\nSay it in drizzle-guard.json: "cwd" of the database is the folder in which drizzle-kit is run.',
  'ambiguous-rename':
    'Something disappeared from the schema and something like it appeared. drizzle-kit asks whether that is a rename, and there is no terminal to ask in.\n\nThe message names each thing that is new, and what it may have been. Say it with the flags of drizzle-guard generate, once for each: --rename <old>=<new> where it was renamed, and --create <new> where it is new and the old one goes with what is in it. A table is written as a, a column as a.b, with a schema s.a.b; a name with a dot of its own stands in double quotes, and a kind before a colon (enum:mood) tells two things of one name apart. Or run generate in a terminal and answer there.',
  cancelled: 'A question was not answered. Nothing was written.',
  'cannot-connect':
    "The database was found in the configuration and could not be opened, or the connection was lost. The message is the driver's own.",
  'cannot-write': 'The file system refused to write a file. What had been written before it was put back.',
  'cannot-evaluate':
    'The schema or the drizzle config is code, and running it failed: it does not compile, throws, imports something that is not there, or never ends. It runs in a process of its own. Where no database is needed that process has only variables that are known to be harmless (PATH, HOME, LANG, NODE_ENV and the like); what throws without others is evaluated again with a harmless stand-in for each of them, and the answer says so.\n\nWhere no stand-in helps, give values to evaluate with in drizzle-guard.json: "databases": { "<name>": { "dir": "<folder>", "evaluate": { "env": { "NAME": "value" } } } }; commands that connect never use them. Or state dialect, schema, out and casing of that database there: its config is not evaluated then unless a database is needed.',
  'damaged-backup':
    'A backup lies beside its manifest (`<backup>.json`), which has its size, its checksum (sha256) and a seal over itself. restore looks at all of that, then reads the backup from its beginning to its end with what would restore it, before it opens the database. A file that is cut off, bytes that changed, a manifest that is not there, was edited or is that of another file: each is refused, because half of a backup in the place of a whole database is worse than none.\n\nNothing was changed. Keep backups on another machine too.',
  'drizzle-kit-missing':
    'The package that holds the drizzle config does not find drizzle-kit. Each database uses the one that its own package resolves.',
  'driver-missing': 'The package that holds the drizzle config does not find the driver of its database.',
  'duplicate-database':
    "Two drizzle configs lead to one name: the package's name without its scope, followed by the infix of the config where a package has several. Names are used on the command line, so they must differ.",
  'edited-since':
    'A migration is unfinished, and its SQL was changed since it was begun. Which of its statements are those that have run cannot be told any more.',
  'failed-copy':
    'rehearse --copy begins with a copy of the database of an environment: pg_dump --schema-only, mysqldump --no-data, the statements in sqlite_master, or the data directory of PGlite. It only reads there, and it could not; or somebody migrated the database while it was copied. What was begun is gone.\n\nThe message has the words of the program. A role that may read the tables is enough. Where the copy cannot be taken from here, take a dump where that is possible, and rehearse --from <dump>.',
  'failed-backup':
    'The backup was not finished, or did not read back as it was written. It is written under a temporary name, and renamed when all of it was read back: what has the name of a backup is one. Older backups are taken away only after a new one has succeeded.',
  'failed-kit':
    'drizzle-kit was run, and did not do what it was asked for. What it says stands above or in the message; its exit code alone says little, so what it has made was looked at.',
  'failed-push':
    "drizzle-kit's push was run, and afterwards the database is not what the schema says. drizzle-kit 0.31 ends with 0 also where a statement failed or where it could not ask, so the catalog of the database is compared with that of a throw-away database on which the schema was made from nothing. What the database has besides, in tables that the schema does not have, is left alone.",
  'failed-restore':
    'The backup was sound, and the database refused it. Postgres takes a restore in one transaction, and a file of SQLite or a directory of PGlite is replaced by a rename: what failed there changed nothing. MySQL and MariaDB cannot take back what was dropped: there the message says that a part is there at the most, status calls it a restore that is not finished, migrate refuses it, and restore, run again, begins anew.',
  'failed-seed':
    'What "seed" of the database in drizzle-guard.json names has failed; its words stand in the message. A program is run in the folder of the package, without a shell, and finds the connection in DRIZZLE_GUARD_URL; what it has written before it failed may be there. drizzle-seed fills every table of the schema in one transaction: nothing of it is there.',
  'failed-statement':
    'The database refused a statement. Each migration runs in a transaction of its own together with its ledger row, so the failed one left nothing behind and those before it stay applied.',
  'failed-ledger':
    'The table in which drizzle records what was applied could not be created or changed. What was applied before stays, and is recorded.\n\nOr a migration ran, and the ledger, read again afterwards, does not have it: its own SQL, or a trigger, writes to that table or drops it.',
  'failed-verification':
    'The migrations of this run are applied and recorded, and then a health check of yours ("verify" of the environment in drizzle-guard.json) ended with another code than 0, or took longer than "verifyTimeout". Nothing was taken back: whether the database or the program that uses it is at fault is not known.\n\nThe message has the end of what the check printed. Mend what it found with a new migration, or go back: drizzle-guard rollback takes back what was applied, by SQL that is proven first and with what is lost named; or restore the backup that was taken before, where the environment demands one, which loses all that was written since. A later migrate with nothing to apply does not run the checks again; run them by hand.',
  'generate-failed':
    'drizzle-kit generate exits 0 on most of its failures. This tool looks at what appeared, and takes back what was left half done.',
  'git-missing':
    'The program git was not found. Everything about branches, hooks and merges goes through it.',
  'incomplete-look':
    'doctor --baseline accepts what is wrong today. Where a schema cannot be evaluated or a journal cannot be read, that is not known, and what it hides would count as accepted, or as gone. So nothing is written, of no database.',
  'internal-error':
    'Something went wrong that this tool did not expect. Run the command again with DRIZZLE_GUARD_DEBUG=1 to see where, and report it.',
  interrupted:
    'A signal (Ctrl-C) ended the run between two migrations; the one that was running had been finished first. What was applied stays, and is recorded.',
  'invalid-baseline':
    'drizzle-guard.baseline.json lists the findings that were accepted in one go. Where it cannot be read (conflict markers of a merge, most likely) it is not known what is new, so nothing is judged.\n\nAfter a merge take one side, and run drizzle-guard doctor --baseline on the result.',
  'invalid-configuration':
    'drizzle-guard.json has a key that does not exist or a value that does not fit. An ignored key would be a rule that you believe in and nobody follows, so it is refused.',
  'invalid-deployed':
    'drizzle-guard.deployed.json says how far environments are. migrate writes it for the environments that drizzle-guard.json has "remember": true for, and a pipeline commits it. Where it cannot be read (conflict markers of a merge, most likely) it is not known what a branch would run there.\n\nTake the newer side, or delete it: the next migrate of each environment writes it anew.',
  'invalid-package-json': 'init adds to package.json at the root, and what is no JSON cannot be added to.',
  'invalid-drizzle-config':
    'The default export of the drizzle config is not what defineConfig() of drizzle-kit takes, or its migrations folder lies outside the repository.',
  'ledger-not-empty':
    'migrate --baseline records migrations that a database has already, because somebody made it by other means than drizzle. Where its ledger has rows, drizzle has migrated it, and what is applied is known: migrate applies the rest.',
  'layout-mismatch':
    'drizzle-kit 0.x and drizzle-orm 0.x know migrations by a journal (meta/_journal.json), 1.0 by one folder for each. The versions that the package resolves do not fit the layout of its migrations folder: 0.31 would begin a second history beside it, 1.0 refuses.\n\ndrizzle-kit up turns a journal into folders. There is no way back but git.',
  'lock-held':
    'Another process holds the lock of this database. A PGlite directory opened by two processes loses what one of them writes, without an error. The lock of a process that has died on this machine is taken over by itself.\n\nThe lock of PGlite and SQLite is a file beside the data (`<name>.lock`). A migrate waits for it as long as "migrate": { "lockWait": "60s" } of drizzle-guard.json says, a status not at all. On a server of Turso there is no lock that is no row: there each migration takes the write lock with its transaction, counts the rows of the ledger in it, and stops before its first statement where another process has recorded something meanwhile. Then `drizzle-guard migrate`, run again, applies what is left.',
  'lossy-rollback':
    'Taking the migration back takes rows with it: a table that it made, a column that has values by now, a type that cannot hold what is there. The message names each with what the database has of it, counted when the command ran. A table or a column in which there is nothing is not lost.\n\nNothing was taken back. Take a backup (drizzle-guard backup), then say that this is what you want: --accept-loss, and the database and the environment with --yes, or typed at a terminal. Or keep the data with SQL of your own: <tag>.down.sql beside the migration (down.sql in its folder) is run in place of what drizzle-kit writes.',
  'missing-backup':
    'restore takes a file that backup has written, with its manifest (`<backup>.json`) beside it.',
  'no-base':
    'Landed rules compare with the branch that the work will land on, and it was not found. It is looked for in this order: --base, "base" in drizzle-guard.json, NX_BASE, the default branch of the remote, and defaultBase of nx.json on the remote. A shallow clone of CI often has the one commit alone: give actions/checkout fetch-depth: 0.',
  'no-common-commit':
    'A shallow clone ends before the commit at which the base and the branch went apart. Without it nobody can tell whether a migration was removed here or landed there meanwhile, so nothing is guessed. `git fetch --unshallow` brings the rest; for actions/checkout it is fetch-depth: 0.',
  'no-connection':
    'The environment names no connection: neither a drizzle config of its own nor a variable that is set.',
  'no-current-folder':
    'The folder in which the command was called was deleted or moved meanwhile, as a shell that stays in it does not notice. Go to one that is there.',
  'no-credentials':
    'The drizzle config names no database. Often it reads a variable that is not set in this environment.',
  'no-database':
    'No drizzle config was found. An answer about nothing would look like "fine", so this is an error.',
  'no-environment':
    'With CI set there is no default environment, because a default would sooner or later be the wrong database. A database that is a file inside the work tree is development everywhere.',
  'git-failed': "A git command that this tool needs ended with an error; the message is git's own.",
  'no-husky':
    'The folder from which husky runs the hooks is made by running husky, usually by npm install. Without it git runs no hook and says nothing.',
  'no-space':
    'Before a backup is begun, the room in its folder is compared with what it takes at the least: all of a file of SQLite; of a compressed one a tenth of what the data take. A disk that is full in the middle leaves no backup behind, and those before it alone.',
  'no-repository':
    'A hook, init, --base or --head was asked for outside a git repository: there is nothing that it could look at.',
  'not-comparable':
    'diff has two databases to compare, or one and its history, and the one is not what it seems to be. The ledger is empty although the database holds something, or none of its rows is of a migration here: then nothing says which migrations the database should have, and all that it holds would look as if somebody had made it by hand. Migrations were being applied while it was read: then what was read belongs to no ledger. Or two environments lead to one and the same database, which is of course equal to itself; of a server that is seen by a lock which the one connection takes and the other sees, so a copy counts as another one.\n\nThe message says which of these it is. A database that was made before it had a ledger is adopted with `drizzle-guard migrate --baseline <migration>`.',
  'no-way-back':
    'drizzle-kit writes the SQL that leads back from the snapshot of a migration to the one before it. Of what snapshots do not hold (rows, functions, triggers) it writes nothing, and without a snapshot nothing at all.\n\nWrite it by hand: <tag>.down.sql beside <tag>.sql in the journal layout, down.sql in the folder of the migration in the other one, with statement breakpoints as in a migration. It is run on a throw-away database first: up, down, and up again. Where nothing is to be taken back (rows that may stay), a file that holds a comment alone says so.',
  'not-applied':
    'A rollback takes back what the ledger of the database has, the last one first. What was named is not in it, or there are fewer than were asked for.',
  'not-confirmed':
    'What destroys data asks for the names of the database and the environment on a terminal. Where there is none (CI, a script, Nx), `--yes <database>@<environment>` names them: a yes that was meant for another database does not count.',
  'not-unfinished':
    '--resolve settles a migration that was begun and is not finished. `drizzle-guard status` calls those failed.',
  'nothing-to-back-up': 'The database of this environment is a file or folder that is not there yet.',
  'nothing-to-adopt':
    'migrate --baseline records migrations as applied without running them. It looks whether the tables that they make are there, because a migration that is recorded and was not run is missing for good: nothing would ever run it.',
  'not-local': 'After a merge only a file or a server on this machine is migrated by itself.',
  'tool-missing':
    'Servers are backed up by their own programs. pg_dump refuses a server that is newer than itself, and what a much newer one writes is for newer servers: so the one of the smallest version that is not older than the server is taken, of those in PATH and in the folders of the usual installers. restore takes pg_restore and psql, or mariadb (mysql), that lie beside it.\n\n"backup": { "program": … } of an environment in drizzle-guard.json names one. Where none may be installed, as with a managed database that has snapshots, "backup": { "command": […] } names a command of your own that makes the backup: a program and its arguments, whose exit code 0 means that there is one.',
  'unfinished-migration':
    'A migration was begun, and neither finished nor taken back. Nothing is applied on top of what nobody has looked at, whatever the severity of the finding failed-migration is.',
  'unknown-hook': 'hook takes the name of a git hook, or install.',
  'not-committed':
    'What is about to be rewritten as a whole has changes that git does not know yet, so there would be no way back to them.',
  'not-run':
    'With --fail-fast the first database that fails is the last that is run. Nothing was done to those after it.',
  'no-migrations':
    'The folder given to --migrations is empty or not there. An answer about nothing would look like "fine", so this is an error.',
  'no-seed':
    'seed fills a database as drizzle-guard.json says: "databases": { "shop": { "dir": "packages/shop", "seed": "drizzle-seed" } } lets the package drizzle-seed make up ten rows for each table of the schema, the same each time; "seed": ["node", "seed.mjs"] runs a program of yours. It is given the connection in DRIZZLE_GUARD_URL, and what it is about in DRIZZLE_GUARD_DATABASE and DRIZZLE_GUARD_ENVIRONMENT.',
  'not-built':
    'The command line of this repository has not been built: npm ci was run with --ignore-scripts. Run npm run build.',
  'not-its-database':
    'staging or production was asked for, and the only connection known is a file of this checkout: a development database under another name. Give the environment a connection of its own.',
  'not-text':
    'init adds lines to a file of yours. Its bytes are no UTF-8 (Windows PowerShell writes UTF-16, for one), and writing it anew would change them.',
  'no-ledger':
    'rehearse --from begins where the database of the dump stands, and what is applied there is told by the rows of its ledger (drizzle.__drizzle_migrations). A dump without rows, as pg_dump --schema-only writes it, has none.\n\nSay it: --at <migration> names the newest that is applied in it; or -e <environment> reads the ledger of that database, as it stands now. Or dump the rows of the ledger too: behind pg_dump --schema-only, `pg_dump --data-only -t drizzle.__drizzle_migrations` appended to the same file.',
  'other-backup':
    'A backup is put back into the database of its name, of its kind (dialect) and of its layout of migrations; that of another environment is taken too. A dump of a newer server is not restored into an older one.',
  'outside-link':
    'A symbolic link leads out of the repository. What lies there is in no commit, differs from machine to machine, and is not ours to write: so nothing is read through it as a schema or a migration, and nothing is written. Links within the repository are followed alike in the work tree, the index and a commit.\n\nMove what it leads to into the repository, or take the link away.',
  'outside-repository': 'A base and a head are commits of this repository, and hold only folders of it.',
  'pipeline-exists':
    'init --ci never writes over a pipeline: it is yours once it is there. Where drizzle-guard.json has more environments since, or the package manager is another, it would be written otherwise now.\n\nMove it away, run init --ci again, and bring over what you have changed; or write the difference into yours by hand: init --ci --dry-run shows the whole text where the file is not there.',
  'plug-n-play':
    "Yarn's Plug'n'Play keeps packages in archives and lets Node find them there. drizzle-kit bundles and loads configs and schemas in ways of its own, which do not find them. With `nodeLinker: node-modules` in .yarnrc.yml Yarn installs into node_modules, where it runs.",
  'read-only-database':
    'The server takes no changes: it is a replica that follows another one, or the user may only read. Migrations are applied on the server that is written to, and arrive at its replicas by themselves.',
  'replay-impossible':
    'check --replay was asked to run the SQL of all migrations on a throw-away database and to compare what it gives with the newest snapshot, and one of the two cannot be: there is no throw-away database for this dialect, no server is named for it, or its driver is not installed, the list of migrations is not known, or no snapshot says what they lead to. An answer about nothing would look like a proof, so this is an error, also where the finding that says why has been accepted.\n\nPostgres runs on @electric-sql/pglite, which is installed with drizzle-guard unless optional dependencies are left out (npm install --omit=optional); SQLite on the driver that the package has, or on the one in Node from 22.13 on. MySQL and MariaDB run on a server that you name, Postgres too where you name one: "shadow": { "urlEnv": "SHADOW_DATABASE_URL" } in drizzle-guard.json.',
  'replay-failed':
    'check --replay runs the SQL of all migrations on a throw-away database, and a statement was refused there, took too long, or could not be run at all. What cannot be run proves nothing, neither good nor bad.\n\nPostgres runs as PGlite, which has most of the extensions that come with Postgres and none of the roles of a hosting service. A package such as @electric-sql/pglite-pgvector brings another extension; or name a Postgres server that has it ("shadow" in drizzle-guard.json). On a server nothing is run that reaches beyond the scratch database: another database, roles, files. The time limit is 120 s; DRIZZLE_GUARD_REPLAY_TIMEOUT sets another, in milliseconds.',
  'refused-by-policy':
    'Each environment has a policy: what is allowed in it (push, reset, seed, studio, force, late), and what is demanded before anything is applied (backup, check, rehearse). Development allows everything and demands nothing; staging allows no push and no force and demands a rehearsal; production allows none of them and demands a backup and a check. drizzle-guard.json changes single rules under "environments"; an environment of your own whose name nobody knows is as strict as production, unless "like" says otherwise.\n\nIn an emergency --override <environment>:<rule> sets one rule aside for one run; that is printed, is in the JSON, and is kept in .drizzle-guard/overrides.jsonl.',
  'rebase-refused':
    'rebase moves migrations that have not landed behind those of the other side. It does so for all databases or for none, and refuses where what would come out is not known to be right: the two sides do not go together (drizzle-guard explain conflicting-migrations), both have changed one thing of the schema, each in its own way, theirs has statements of yours already and nobody has said that they may be left out (--drop-duplicates), or a snapshot that has to be read is missing or of an older format.\n\nNothing was written. Each reason stands beside its migration, with the way out; a migration that has not landed may be edited.',
  'repair-refused':
    'A repair is judged in memory before anything is written, and once more afterwards. It would have left the history worse than it was, or a file was changed in between, so everything is as it was.',
  'schema-files-not-found':
    "Nothing matches `schema` of the drizzle config. It is relative to the package's folder, from which drizzle-kit runs.",
  'shadow-refused':
    'A shadow on a server is a database of its own, made for each run and dropped again (drizzle_guard_shadow_…); no other database there is touched. The server did not let this user make one.\n\nMySQL and MariaDB: GRANT ALL ON `drizzle\\_guard\\_shadow\\_%`.* TO <user>; a user with that grant alone reaches nothing else. Postgres: ALTER ROLE <role> CREATEDB.',
  'several-databases':
    'A custom migration is written by hand for one database, and a baseline is about what one database has. Name it.',
  'stopped-operation':
    'A merge, a rebase, a cherry-pick or a revert is in progress, and the migrations folder lacks migrations of the side that stays: it was resolved by taking the other. drizzle-kit generate compares the schema, which git has merged, with the newest snapshot, and would write what the missing ones do once more.\n\nThe commands that the message lists take the migrations of the side that stays, and make the others again after them.',
  'unknown-branch':
    "--against names the branches that have not landed: a branch or commit, a glob over refs in quotes ('origin/*', in which a star stands for slashes too; 'refs/pull/*/head'), or `open`, which is every branch of the base's remote. What was named stands for nothing in this clone. Nothing is asked of a remote: git fetch brings its branches, and in CI a checkout has one of them alone unless it is told otherwise (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 in GitLab together with a fetch of all branches). An answer about no branch would look like \"fine\", so this is an error.",
  'unknown-base':
    '--base takes a branch or commit that this clone has. `git fetch` brings those of a remote.',
  'unknown-code': 'explain knows the codes of findings and of errors.',
  'unknown-database': "--database takes a database's name or its package's folder.",
  'unknown-environment':
    'development, staging and production are always known; others by a drizzle config beside the database (drizzle.config.test.ts) or by drizzle-guard.json.',
  'unknown-migration-name': '--to and --baseline take the tag of a migration, or its number.',
  'unknown-head': '--head takes worktree, index, or a branch or commit that this clone has.',
  'unclear-ledger':
    'A row of the ledger may be of a migration that would be applied: it has the same bytes or the same time, and so has another, so nothing tells which of them has run. Applying it could run it a second time.\n\nLook at the database to see what has run, and correct the row by hand: its hash is the sha256 of the SQL file, created_at the timestamp in the journal, name the folder (1.0).',
  'unproven-rollback':
    'The SQL that takes a migration back was run on a throw-away database, behind the migrations that the database has: it was refused there, or what was there afterwards was not what had been there before, or the migration could not be applied again. Or there is no throw-away database to run it on, and nobody wrote it by hand.\n\nNothing was run on the database itself. The message says what is left or missing. Correct <tag>.down.sql, or write one; where there is no throw-away database name a server for it ("shadow" in drizzle-guard.json).',
  'unreadable-base':
    'The journal on the base is no list of migrations (see broken-journal), so what has landed is not known and nothing can be compared with it.',
  'unreadable-folder':
    'The file system refused to show a folder or file. What cannot be read cannot be called fine.',
  'unreadable-history':
    'The journal is no list of migrations (see broken-journal), so there is nothing that could be drawn in its place.',
  'unreadable-dump':
    'rehearse --from takes a backup of drizzle-guard, a dump of pg_dump (plain SQL, or -Fc), of mysqldump or mariadb-dump (also compressed with gzip), or a database file of SQLite. This file is none of them, is one of another kind of database, is cut off, or the throw-away database refused a statement in it; the message has its words and the line.\n\nIt is run statement by statement, without psql. Owners, grants, publications, foreign servers and events are left out, what psql alone understands is skipped, and nothing is run that reaches beyond the scratch database. PGlite, where no server is named for shadows, has most of the extensions that come with Postgres and no roles; a dump that needs more is loaded on a scratch server: "shadow": { "urlEnv": … } in drizzle-guard.json. Nothing was rehearsed, and nothing of it is left.',
  'unreadable-ledger':
    'The table in which drizzle records what was applied is there and cannot be read, or is another table of that name. What cannot be read is not called empty: everything would be applied a second time.',
  'unresolved-conflict':
    'In the middle of a merge, a rebase, a cherry-pick or a revert, git has not been told yet how a file is settled: one of the migrations, or, where the index is looked at, any, since there is nothing yet that could be committed. What is printed under "next" settles it.',
  'unsafe-push':
    "Policies of row-level security hold the expressions that decide which rows somebody sees (USING) and may write (WITH CHECK). drizzle-kit's push writes them without these expressions (0.31.11 and 1.0.0-rc.5), and a policy without one shows every row. drizzle-kit's generate writes them whole, so that is the way for a database with policies.",
  'unsafe-up':
    "drizzle-kit's up writes every migration anew under another name. A program that applies the same folder by the paths of its files, such as wrangler for D1, would take all of them for new and run them once more.",
  'unsupported-database':
    'Migrations are applied to Postgres, PGlite, MySQL, MariaDB, files of SQLite and Turso. Some drivers keep their database elsewhere (D1, Expo, Durable Objects, the RDS Data API): the message names what applies their migrations. Everything that needs no database works for them too. A database in memory is gone with the process that has it.',
  'unsupported-dialect':
    "drizzle-kit's programmatic interface does not cover this dialect, so the schema cannot be compared with its snapshot.",
  'unsupported-drizzle-kit':
    'This version works with drizzle-kit from 0.31 on, and with 1.0 from 1.0.0-rc.5 on: as the range of its peer dependencies says.',
  'unsound-migrations':
    'The functions of drizzle-guard/runtime reject where something is wrong that the command line would list as findings: with the migrations folder (a file is missing, the journal cannot be read) or between it and the database (a migration that is late, edited, missing or unknown). The message holds what is wrong, a line each. Nothing was applied.',
  'untold-branches':
    'It was asked whether the migrations of this branch and those of its base can live together, and no answer is to be had: a migration fails already on its own where the two went apart, or there is no shadow and a statement cannot be read (SQL that a DO block puts together, another search_path, what does not parse). That is no "fine". The message names the migration and its line.\n\nMend what fails. Where there is no shadow, configure one (`"shadow"` in drizzle-guard.json, PGlite for Postgres), or leave --no-replay out. In hooks, and in a check without --base, the same is said and stops nothing.',
  usage: 'The command line was not understood. drizzle-guard <command> --help lists the options.',
  'wrong-answer':
    'A --rename or --create of drizzle-guard generate answers nothing that drizzle-kit asks: no such thing is new, nothing of that name is gone, or two flags answer one question. A migration made of the other answers could drop what was to be kept, so nothing is generated.\n\nThe message lists what is asked, and the help ends with flags that answer all of it.',
} as const satisfies Readonly<Record<string, string>>;

/** What ends a command with 2 has one of these codes: one without an explanation does not compile. */
export type ErrorCode = keyof typeof errorExplanations;
