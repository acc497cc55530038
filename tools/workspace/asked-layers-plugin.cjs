/**
 * Nx plugin: tells the layers' deploy and destroy tasks which layers the user asked for.
 *
 * `nx deploy compute` also runs `backbone:deploy`, because compute depends on it, and that is what puts
 * `nx run-many -t deploy` in order. But who asks for compute alone wants compute alone. Tasks cannot tell the two
 * apart; the command line can, and Nx hands it to this hook before any task runs. What the hook sets in `process.env`
 * Nx carries over into the tasks' environment, also from its daemon (nx 22.7: `LoadedNxPlugin.preTasksExecution`).
 */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const VARIABLE = 'STRATA_ASKED_LAYERS';
const TARGETS = new Set(['deploy', 'destroy']);

/**
 * The projects that a command line names, e.g. of `nx deploy compute`, `nx run compute:deploy`,
 * `nx run-many -t deploy -p compute,storage`.
 *
 * @param {readonly string[]} args the command line after `nx`
 * @param {readonly string[]} apps the names that count as projects: option values must not be taken for one
 * @returns {string[]} empty when it names none: all are asked for
 */
function askedProjects(args, apps) {
  const [command] = args;
  if (command === 'run') {
    const [project, target] = (args.find((arg) => /^[\w-]+:[\w-]+/.test(arg)) ?? '').split(':');
    return TARGETS.has(target) && apps.includes(project) ? [project] : [];
  }
  if (command === 'run-many') return projectsOption(args, apps);
  if (!TARGETS.has(command)) return [];
  const named = args.slice(1).map((arg) => arg.replace(/^--project=/, ''));
  return named.filter((arg) => apps.includes(arg)).slice(0, 1);
}

/** `-p a,b`, `--projects=a,b`; patterns and tags are not resolved, so with one of those all are asked for. */
function projectsOption(args, apps) {
  const at = args.findIndex((arg) => /^(-p|--projects)(=|$)/.test(arg));
  if (at === -1) return [];
  const inline = args[at].split('=')[1];
  const values =
    inline !== undefined ? [inline] : args.slice(at + 1).slice(0, nextOption(args.slice(at + 1)));
  const names = values.flatMap((value) => value.split(','));
  return names.every((name) => apps.includes(name)) ? names : [];
}

function nextOption(args) {
  const at = args.findIndex((arg) => arg.startsWith('-'));
  return at === -1 ? args.length : at;
}

/** Nx calls this before it runs tasks; `argv` is the whole of `process.argv`. */
function preTasksExecution(_options, { argv, workspaceRoot }) {
  const asked = askedProjects(argv.slice(2), readdirSync(join(workspaceRoot, 'apps')));
  // Set in any case, also to nothing: neither a value from the surrounding shell nor one of an earlier run in the same
  // daemon must count.
  process.env[VARIABLE] = asked.join(',');
}

module.exports = { name: 'strata-asked-layers', preTasksExecution, askedProjects };
