import { MissingPatchesBrowser } from './MissingPatchesBrowser';

/** The patches that nodes one may see lack. */
export const MissingPatchesPage = () => <MissingPatchesBrowser />;
