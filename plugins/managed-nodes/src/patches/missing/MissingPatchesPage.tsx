import { PrintArea } from '../../shared/PrintArea';
import { MissingPatchesBrowser } from './MissingPatchesBrowser';

/** The patches that nodes one may see lack. */
export const MissingPatchesPage = () => (
  <PrintArea title="Missing patches">
    <MissingPatchesBrowser />
  </PrintArea>
);
