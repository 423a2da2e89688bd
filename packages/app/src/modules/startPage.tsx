import {
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { Navigate } from 'react-router-dom';

/** The portal opens on the fleet: that is what the demo is about. */
const startPage = PageBlueprint.make({
  name: 'start',
  params: {
    path: '/',
    noHeader: true,
    loader: async () => <Navigate to="/managed-nodes" replace />,
  },
});

/** Gives the demo portal its first page. */
export const startPageModule = createFrontendModule({
  pluginId: 'app',
  extensions: [startPage],
});
