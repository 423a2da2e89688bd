import { ProxiedSignInPage } from '@backstage/core-components';
import { SignInPageProps } from '@backstage/plugin-app-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { forgettingOnSignOut } from './forgettingOnSignOut';
import { PersonaCards } from './PersonaCards';
import {
  forgetPersona,
  Persona,
  rememberedPersona,
  rememberPersona,
} from './personas';

const useStyles = makeStyles(theme => ({
  failed: {
    maxWidth: 560,
    margin: theme.spacing(8, 'auto'),
    padding: theme.spacing(0, 3),
  },
  message: { margin: theme.spacing(1, 0, 3) },
}));

/**
 * Lets one be any persona of the demo, without a password. The choice lives
 * as long as the browser tab, or until sign-out.
 */
export const PersonaSignInPage = ({ onSignInSuccess }: SignInPageProps) => {
  const classes = useStyles();
  const [persona, setPersona] = useState<Persona | undefined>(
    rememberedPersona,
  );

  if (!persona) {
    return (
      <PersonaCards
        onChoose={chosen => {
          rememberPersona(chosen);
          setPersona(chosen);
        }}
      />
    );
  }
  const backToChoice = () => {
    forgetPersona();
    setPersona(undefined);
  };
  return (
    <ProxiedSignInPage
      provider="persona"
      headers={{ 'x-persona': persona.id }}
      onSignInSuccess={identity =>
        onSignInSuccess(forgettingOnSignOut(identity))
      }
      ErrorComponent={({ error }) => (
        <main className={classes.failed} role="alert">
          <Typography variant="h4" component="h1">
            Signing in as {persona.name} did not work
          </Typography>
          <Typography className={classes.message}>
            {error?.message ?? 'The portal gave no reason.'} The backend may
            still be starting; try again in a moment.
          </Typography>
          <Button variant="contained" color="primary" onClick={backToChoice}>
            Choose again
          </Button>
        </main>
      )}
    />
  );
};
