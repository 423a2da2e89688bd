import {
  Environment,
  PlatformType,
} from '@managed-nodes/plugin-managed-nodes-common';
import SvgIcon from '@material-ui/core/SvgIcon';
import AppleIcon from '@material-ui/icons/Apple';
import BusinessIcon from '@material-ui/icons/Business';
import CloudIcon from '@material-ui/icons/Cloud';
import CloudQueueIcon from '@material-ui/icons/CloudQueue';
import FilterDramaIcon from '@material-ui/icons/FilterDrama';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import LayersIcon from '@material-ui/icons/Layers';
import RouterIcon from '@material-ui/icons/Router';
import { ComponentProps } from 'react';
import { ENVIRONMENT_WORDS } from '../format/words';

type IconProps = ComponentProps<typeof SvgIcon>;

/** A prompt, for Linux. */
const TerminalIcon = (props: IconProps) => (
  <SvgIcon {...props}>
    <path d="M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6c0-1.1.9-2 2-2zm0 4v10h16V8zm2.4 2.2 1.1-1.1L11.4 13l-3.9 3.9-1.1-1.1L9.2 13zM12 15h5v1.6h-5z" />
  </SvgIcon>
);

/** Four panes, for Windows. */
const PanesIcon = (props: IconProps) => (
  <SvgIcon {...props}>
    <path d="M3 3h8.5v8.5H3zm9.5 0H21v8.5h-8.5zM3 12.5h8.5V21H3zm9.5 0H21V21h-8.5z" />
  </SvgIcon>
);

const ENVIRONMENT_ICONS: Record<Environment, typeof SvgIcon> = {
  aws: CloudIcon,
  azure: CloudQueueIcon,
  gcp: FilterDramaIcon,
  vmware: LayersIcon,
  'on-premises': BusinessIcon,
  edge: RouterIcon,
};

const UnknownIcon = (props: IconProps) => <HelpOutlineIcon {...props} />;

const PLATFORM_ICONS: Record<PlatformType, (props: IconProps) => JSX.Element> =
  {
    Linux: TerminalIcon,
    Windows: PanesIcon,
    MacOS: props => <AppleIcon {...props} />,
  };

/** Where a machine lives, as an icon with its name on hover. @public */
export const EnvironmentIcon = (props: { environment: Environment }) => {
  const Icon = ENVIRONMENT_ICONS[props.environment];
  return (
    <Icon
      fontSize="inherit"
      titleAccess={ENVIRONMENT_WORDS[props.environment]}
    />
  );
};

/** The operating system family, as an icon with its name on hover. @public */
export const PlatformIcon = (props: {
  platformType: PlatformType | null;
  /** The exact name, for the tooltip. */
  platformName?: string | null;
}) => {
  const { platformType, platformName } = props;
  const Icon = platformType ? PLATFORM_ICONS[platformType] : UnknownIcon;
  return (
    <Icon
      fontSize="inherit"
      titleAccess={
        platformName || platformType || 'The operating system is not known'
      }
    />
  );
};
