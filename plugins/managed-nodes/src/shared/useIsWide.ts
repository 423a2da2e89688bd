import useMediaQuery from '@material-ui/core/useMediaQuery';

/** Whether there is room beside a table, or for all of its columns. */
export function useIsWide(): boolean {
  return useMediaQuery('(min-width: 1100px)', { noSsr: true });
}
