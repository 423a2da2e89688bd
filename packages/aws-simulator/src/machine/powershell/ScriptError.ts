/** An error that a script may catch. */
export class ScriptError extends Error {
  override name = 'ScriptError';
}
