import Typography from '@material-ui/core/Typography';
import { ReactNode, useId } from 'react';

/** A part of the form or of the preview under its heading. */
export const StageSection = (props: { title: string; children: ReactNode }) => {
  const id = useId();
  return (
    <section aria-labelledby={id} style={{ minWidth: 0 }}>
      <Typography variant="h6" component="h3" id={id} gutterBottom>
        {props.title}
      </Typography>
      {props.children}
    </section>
  );
};
