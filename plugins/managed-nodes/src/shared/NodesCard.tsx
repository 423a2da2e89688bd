import Card from '@material-ui/core/Card';
import CardContent from '@material-ui/core/CardContent';
import CardHeader from '@material-ui/core/CardHeader';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { Surface } from './Surface';

const useStyles = makeStyles({
  action: { alignSelf: 'center', marginTop: 0, marginRight: 8 },
});

/** A card as it stands on entity pages. */
export const NodesCard = (props: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <Card>
      <CardHeader
        title={props.title}
        titleTypographyProps={{ variant: 'h5', component: 'h2' }}
        action={props.action}
        classes={{ action: classes.action }}
      />
      <CardContent>
        <Surface>{props.children}</Surface>
      </CardContent>
    </Card>
  );
};
