import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { reportRouteRef } from '../routes';
import { DefinitionId } from './definitions';

const useStyles = makeStyles(theme => ({
  root: {
    color: 'inherit',
    textDecoration: 'underline dotted',
    textUnderlineOffset: 3,
    '&:hover, &:focus-visible': {
      color: theme.palette.primary.main,
      textDecoration: 'underline',
    },
  },
}));

/** Words that lead to what they mean, on the page of the report. */
export const DefinitionLink = (props: {
  of: DefinitionId;
  children: string;
}) => {
  const report = useRouteRef(reportRouteRef)();
  return (
    <Link
      to={`${report}#${props.of}`}
      underline="none"
      className={useStyles().root}
    >
      {props.children}
    </Link>
  );
};
