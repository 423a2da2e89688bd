import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Skeleton from '@material-ui/lab/Skeleton';

/**
 * Rows shaped like those to come, for inside a table's body.
 *
 * @public
 */
export const SkeletonRows = (props: { columns: number; rows?: number }) => (
  <>
    {Array.from({ length: props.rows ?? 12 }, (_row, row) => (
      <TableRow key={row} aria-hidden>
        {Array.from({ length: props.columns }, (_cell, cell) => (
          <TableCell key={cell}>
            <Skeleton variant="text" width={cell === 0 ? '80%' : '60%'} />
          </TableCell>
        ))}
      </TableRow>
    ))}
  </>
);

/**
 * Lines of text to come.
 *
 * @public
 */
export const SkeletonLines = (props: { lines?: number }) => (
  <div role="status" aria-label="Loading">
    {Array.from({ length: props.lines ?? 3 }, (_line, line) => (
      <Skeleton
        key={line}
        variant="text"
        height={line === 0 ? 36 : 24}
        width={line === 0 ? '60%' : `${90 - line * 8}%`}
      />
    ))}
  </div>
);
