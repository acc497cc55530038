/**
 * Nx plugin: tells the layers' deploy and destroy tasks which layers the user asked for.
 *
 * `nx deploy compute` also runs `backbone:deploy`, because compute depends on it, and that is what puts
 * `nx run-many -t deploy` in order. But who asks for compute alone wants compute alone. Tasks cannot tell the two
 * apart; the command line can, and Nx hands it to this hook before any task runs. What the hook answers becomes part
 * of the tasks' environment.
 */
const VARIABLE = 'STRATA_ASKED_LAYERS';
const TARGETS = new Set(['deploy', 'destroy']);

/**
 * The project that a command line asks for, e.g. `nx deploy compute`, `nx run compute:deploy:production`.
 *
 * @param {readonly string[]} args the command line after `nx`
 * @returns {string | undefined} undefined when it asks for many (`run-many`, `affected`) or for none of these targets
 */
function askedProject(args) {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [first, second] = words;
  if (first === 'run') {
    const [project, target] = (second ?? '').split(':');
    return target && TARGETS.has(target) ? project : undefined;
  }
  if (!TARGETS.has(first)) return undefined;
  const option = args.findIndex((arg) => arg === '--project' || arg.startsWith('--project='));
  if (option !== -1) return args[option].split('=')[1] ?? args[option + 1];
  return second;
}

/** Nx calls this before it runs tasks; `argv` is the whole of `process.argv`. */
function preTasksExecution(_options, { argv }) {
  const project = askedProject(argv.slice(2));
  // Empty rather than absent: a value from the surrounding shell must not count.
  return { [VARIABLE]: project ?? '' };
}

module.exports = { name: 'strata-asked-layers', preTasksExecution, askedProject };
