import { backup } from './backup/row';
import { check } from './check/row';
import { diff } from './diff/row';
import { doctor } from './doctor/row';
import { explain } from './explain/row';
import { generate } from './generate/row';
import { history } from './history/row';
import { init } from './init/row';
import { migrate } from './migrate/row';
import { pull } from './pull/row';
import { push } from './push/row';
import { rebase } from './rebase/row';
import { rehearse } from './rehearse/row';
import { reset } from './reset/row';
import { restore } from './restore/row';
import { rollback } from './rollback/row';
import { seed } from './seed/row';
import { status } from './status/row';
import { studio } from './studio/row';
import { up } from './up/row';

/** Every command, in the order in which --help lists them. */
export const commands = [
  check,
  history,
  generate,
  rebase,
  migrate,
  rollback,
  rehearse,
  status,
  diff,
  backup,
  restore,
  push,
  pull,
  studio,
  seed,
  reset,
  up,
  doctor,
  init,
  explain,
] as const;
