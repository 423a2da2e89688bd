import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    marginBottom: -14,
    display: 'flex',
    alignItems: 'center',
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginLeft: 22,
    color: theme.palette.navigation.selectedColor,
  },
  mark: { width: 28, height: 28, fill: theme.palette.navigation.indicator },
  text: { fontSize: 15, fontWeight: 600, lineHeight: 1.2 },
}));

/** Three stacked nodes, with the portal's name when there is room. */
export const Logo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={classes.root}>
      <Link
        to="/"
        underline="none"
        className={classes.link}
        aria-label="Managed Nodes demo, start page"
      >
        <svg className={classes.mark} viewBox="0 0 28 28" aria-hidden="true">
          <path d="M4 3h20a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm3 2v2h2V5z" />
          <path d="M4 11h20a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1zm3 2v2h2v-2z" />
          <path d="M4 19h20a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1zm3 2v2h2v-2z" />
        </svg>
        {isOpen && <span className={classes.text}>Managed Nodes demo</span>}
      </Link>
    </div>
  );
};
