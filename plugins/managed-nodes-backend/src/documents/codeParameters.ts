import { JsonObject } from '@backstage/types';
import { codePlacesOf, CodePlace, CodeUse } from './codePlaces';
import { RawStep } from './rawDocument';
import { Origins, Passage, placedSteps, referencesIn } from './references';

/** A parameter that reaches code. */
export interface CodeParameter {
  name: string;
  /** The most dangerous of its uses. */
  use: CodeUse;
  /** Where that is, e.g. `mainSteps[0].inputs.runCommand`. */
  where: string;
}

const DANGER: CodeUse[] = ['input', 'script', 'command', 'nodes', 'choice'];

// What stands before the first word of a command, on its line: nothing, the
// end of another command, or a word that takes a command. Quotes after a
// bracket are those of arguments mostly: `if ("{{ name }}" -eq ...`.
const WORDS =
  '[&.]|call|cmd|command|do|doas|else|env|eval|exec|iex|if|invoke-expression|nice|nohup|node|perl|powershell|pwsh|python[0-9.]*|ruby|runas|source|start|start-process|sudo|[a-z]*sh|then|time|while|xargs|[-/][a-z]*c|-command|-encodedcommand';
const COMMAND_FOLLOWS = new RegExp(
  `((^|[;&|\`]|(^|[\\s;&|(])(${WORDS}))\\s*["']?|[({])\\s*$`,
  'i',
);

// Long enough for what matters, and short enough for lines of 64 KB.
const AROUND = 200;

/** The references in a program that say which command is carried out, not what it is told. */
function commandsIn(program: string): string[] {
  return program
    .split(/[\r\n]/)
    .flatMap(line =>
      [...line.matchAll(/\{\{/g)]
        .filter(({ index }) =>
          COMMAND_FOLLOWS.test(line.slice(Math.max(0, index - AROUND), index)),
        )
        .flatMap(({ index }) =>
          referencesIn(line.slice(index, index + AROUND)).slice(0, 1),
        ),
    );
}

function usesIn(place: CodePlace): Array<{ name: string; use: CodeUse }> {
  const commands = new Set(place.program ? commandsIn(place.text) : []);
  return referencesIn(place.text).map(name => ({
    name,
    use: commands.has(name) ? 'command' : place.use,
  }));
}

// What a step makes of a value is not the value: it no longer chooses freely.
const MOST: Record<Passage, CodeUse> = {
  told: 'input',
  worked: 'script',
  all: 'choice',
};

function lessened(use: CodeUse, passage: Passage): CodeUse {
  if (use === 'nodes') {
    // Whoever chooses a tag, say, chooses all nodes that have it.
    return use;
  }
  return DANGER[Math.min(DANGER.indexOf(use), DANGER.indexOf(MOST[passage]))];
}

function moreDangerous(
  known: CodeParameter,
  other: CodeParameter,
): CodeParameter {
  return DANGER.indexOf(other.use) > DANGER.indexOf(known.use) ? other : known;
}

/** What else an Automation document has besides its steps. */
export interface CodeSurroundings {
  assumeRole?: string | null;
  variables?: JsonObject | null;
}

/** What variables are to begin with, as if steps had set them. */
function settings(variables: JsonObject | null | undefined): RawStep[] {
  return Object.entries(variables ?? {}).map(([name, variable]) => ({
    name: `variable:${name}`,
    action: 'aws:updateVariable',
    inputs: { Name: name, Value: variable ?? null },
  }));
}

/**
 * Finds the parameters of a document that reach code: scripts of Command
 * documents and of aws:executeScript, what goes to other documents, functions
 * and state machines, what decides which of them it is, and what decides which
 * nodes are acted on.
 *
 * A parameter is followed through variables, loops, and outputs of steps whose
 * inputs it is part of. A parameter with `interpolationType: ENV_VAR` is found
 * only where `{{ name }}` is written all the same, which pastes it on agents
 * too old for it; that the script quotes `$SSM_name` is up to its author.
 * What programs outside of the document do with their inputs is out of scope.
 */
export function findCodeParameters(
  parameters: string[],
  steps: RawStep[],
  { assumeRole, variables }: CodeSurroundings = {},
): CodeParameter[] {
  const placed = placedSteps(steps);
  const origins = new Origins([...placed, ...placedSteps(settings(variables))]);
  const places: CodePlace[] = placed.flatMap(codePlacesOf);
  if (assumeRole) {
    places.push({
      text: assumeRole,
      use: 'choice',
      where: 'assumeRole',
      program: false,
    });
  }
  const names = new Set(parameters);
  const found = new Map<string, CodeParameter>();
  for (const place of places) {
    for (const { name: reference, use } of usesIn(place)) {
      for (const [name, passage] of origins.of(reference)) {
        if (names.has(name)) {
          const worse = {
            name,
            use: lessened(use, passage),
            where: place.where,
          };
          const known = found.get(name);
          found.set(name, known ? moreDangerous(known, worse) : worse);
        }
      }
    }
  }
  return [...found.values()];
}
