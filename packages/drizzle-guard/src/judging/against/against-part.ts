import type { Folder, Part } from '../../results/judged';
import type { Against } from '../../results/against';
import { findingsAbout } from '../../rules/run';
import type { State } from '../../sources/state';
import type { Database } from '../../workspace/discover';
import type { Judgement } from '../judgement';
import type { Session } from '../session';
import { judgeAgainst, type AskedAgainst } from './judge-against';

export { findBranches } from './find-branches';
export { judgeAgainst } from './judge-against';

/** The branches that have not landed, and as findings what of them is a matter of what is judged. */
export async function againstPart(
  session: Session,
  at: State,
  database: Database,
  folder: Folder,
  asked: AskedAgainst,
): Promise<{ against: Against; part: Part }> {
  const { against, meetings, untold, isProved } = await judgeAgainst(session, at, database, folder, asked);
  const { checks } = (await session.terms(at)).configuration;
  const findings = findingsAbout('meeting', { meetings }, database.name, checks);
  const part: Part = {
    ...{ about: 'meeting', findings },
    ...(isProved ? {} : { missing: 'replay' }),
    ...(untold === null ? {} : { error: untold }),
  };
  return { against, part };
}

/** A judgement with it; what the base's verdict could not tell stays untold. */
export function withPart(judgement: Judgement, part: Part): Judgement {
  const untold = judgement.parts.find(({ about, missing }) => about === 'meeting' && missing !== undefined);
  const own = untold?.missing === undefined ? part : { ...part, missing: untold.missing };
  return { ...judgement, parts: [...judgement.parts, own] };
}
