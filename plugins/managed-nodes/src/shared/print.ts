import { makeStyles } from '@material-ui/core/styles';

/** To be spread on what has no place on paper. */
export const HIDDEN_IN_PRINT = { 'data-print-hidden': '' };

/** To be spread on what is printed; all around it is left out. */
export const PRINTED = { 'data-print-root': '' };

/** To be spread on what stands on paper only. */
export const ONLY_IN_PRINT = { 'data-print-only': '' };

/** To be spread on bars, which stay filled on white paper. */
export const PRINT_INK = { 'data-print-ink': '' };

const ROOT = '[data-print-root]';

/**
 * Makes a readable document of a page when it is printed: what carries
 * {@link PRINTED} and nothing of the portal around it, black on white, over
 * as many sheets as it takes.
 */
export const usePrintStyles = makeStyles({
  '@global': {
    '@media screen': {
      '[data-print-only]': { display: 'none !important' },
    },
    '@media print': {
      [`body *:not(:has(${ROOT})):not(${ROOT}):not(${ROOT} *)`]: {
        display: 'none !important',
      },
      [`html, body, *:has(${ROOT})`]: {
        display: 'block !important',
        position: 'static !important',
        height: 'auto !important',
        minHeight: '0 !important',
        maxHeight: 'none !important',
        margin: '0 !important',
        padding: '0 !important',
        overflow: 'visible !important',
        background: '#fff !important',
      },
      [`${ROOT} [data-print-hidden], ${ROOT} .MuiButton-root, ${ROOT} .MuiChip-deleteIcon`]:
        { display: 'none !important' },
      [`${ROOT}, ${ROOT} *`]: {
        color: '#000 !important',
        backgroundColor: 'transparent !important',
        borderColor: '#999 !important',
        boxShadow: 'none !important',
        maxHeight: 'none !important',
        overflow: 'visible !important',
      },
      [`${ROOT} [data-print-ink]`]: {
        backgroundColor: '#555 !important',
        printColorAdjust: 'exact',
      },
      [`${ROOT} .recharts-wrapper, ${ROOT} .recharts-wrapper > svg`]: {
        width: '100% !important',
        height: 'auto !important',
        filter: 'grayscale(1)',
      },
      // It is as high as the chart that was made smaller.
      [`${ROOT} .recharts-responsive-container`]: { height: 'auto !important' },
      [`${ROOT} h2, ${ROOT} h3`]: { breakAfter: 'avoid' },
      [`${ROOT} .recharts-surface text`]: { fill: '#000 !important' },
      [`${ROOT} th`]: { position: 'static !important' },
      [`${ROOT} input`]: { display: 'none !important' },
      [`${ROOT} tr, ${ROOT} li, ${ROOT} figure`]: { breakInside: 'avoid' },
    },
  },
});
