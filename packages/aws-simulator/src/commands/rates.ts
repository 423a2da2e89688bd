/** A number, or a percentage of the targets, as MaxConcurrency and MaxErrors give it. */
function shareOf(text: string, targets: number): number {
  return text.endsWith('%')
    ? Math.floor((Number.parseInt(text, 10) * targets) / 100)
    : Number.parseInt(text, 10);
}

/** How many nodes may work at the same time: at least one. */
export function concurrencyOf(maxConcurrency: string, targets: number): number {
  return Math.max(1, shareOf(maxConcurrency, targets));
}

/** After more errors than this, no further node begins. */
export function errorsOf(maxErrors: string, targets: number): number {
  return shareOf(maxErrors, targets);
}
