import { GuardError } from '../../errors/guard-error';
import type { InitFiles, InitStep } from '../facts';
import type { UndoStep } from '../undo-step';
import { githubText } from './github';
import { gitlabText } from './gitlab';
import type { Pipeline } from './pipeline';
import { PROVIDERS, type Provider } from './providers';

const FILES: Readonly<Record<Provider, string>> = {
  github: '.github/workflows/drizzle.yml',
  gitlab: '.gitlab/drizzle.yml',
};

const TEXTS: Readonly<Record<Provider, (pipeline: Pipeline) => string>> = {
  github: githubText,
  gitlab: gitlabText,
};

/**
 * The pipeline of a provider, where it is not there yet.
 * @throws GuardError `pipeline-exists` where something else is
 */
export function planCi(files: InitFiles, provider: Provider, pipeline: Pipeline): InitStep {
  const file = FILES[provider];
  const after = TEXTS[provider](pipeline);
  const before = files.read(file);
  if (before !== null && before !== after)
    throw new GuardError(
      'pipeline-exists',
      `${file} is there already and says something else than what would be written; nothing was written`,
      `keep it, or move it away and run \`drizzle-guard init --ci ${provider}\` again, then bring over what is yours`,
    );
  const why = 'checks, rehearses, backs up, migrates and verifies';
  const edits = before === null ? [{ file, before, after, why }] : [];
  return { edits, advice: adviceOn(provider, pipeline, edits.length > 0) };
}

function adviceOn(provider: Provider, { environments, branch }: Pipeline, isNew: boolean): string[] {
  if (!isNew) return [];
  const file = FILES[provider];
  const unnamed = environments.filter(({ variables }) => variables.length === 0).map(({ name }) => name);
  const secrets = environments.flatMap(({ name, variables }) =>
    variables.map((variable) => `${variable} of ${name}`),
  );
  const remembered = environments.filter(({ remember }) => remember).map(({ name }) => name);
  return [
    ...(environments.length === 0
      ? [
          `${file} checks and rehearses only: drizzle-guard.json names no environment to migrate. Add "environments": { "staging": { "urlEnv": "STAGING_DATABASE_URL" } }, delete ${file} and run init --ci ${provider} again`,
        ]
      : []),
    ...(provider === 'gitlab' ? [`.gitlab-ci.yml has to include it:\n\ninclude:\n  - local: ${file}`] : []),
    ...(secrets.length === 0
      ? []
      : [
          `set as a ${provider === 'github' ? 'secret' : 'variable'} of the environment: ${secrets.join(', ')}`,
        ]),
    ...unnamed.map(
      (name) =>
        `${name} has no "urlEnv" in drizzle-guard.json, so ${file} hands it no secret: add the variables that its config reads`,
    ),
    ...(remembered.length === 0
      ? []
      : [
          `the pipeline commits drizzle-guard.deployed.json to ${branch} (${remembered.join(', ')}): let it push there, also where the branch is protected`,
        ]),
  ];
}

/** A pipeline goes where it is as it was written. */
export function undoCi(files: InitFiles, pipeline: Pipeline): UndoStep {
  const step: UndoStep = { edits: [], advice: [] };
  for (const provider of PROVIDERS) {
    const file = FILES[provider];
    const before = files.read(file);
    if (before === null || !before.startsWith(`# Written by \`drizzle-guard init --ci ${provider}\``))
      continue;
    if (before === TEXTS[provider](pipeline))
      step.edits.push({ file, before, after: null, why: 'the pipeline, as init has written it' });
    else step.advice.push(`${file} was changed since init wrote it, and is left: delete it by hand`);
  }
  return step;
}
