import StorageIcon from '@material-ui/icons/Storage';

/** The plugin's icon in sidebars and headers. */
export const managedNodesIcon = <StorageIcon fontSize="inherit" />;
