import IconButton from '@material-ui/core/IconButton';
import StarIcon from '@material-ui/icons/Star';
import StarBorderIcon from '@material-ui/icons/StarBorder';

/** Stars a runbook, or no longer. */
export const FavouriteButton = (props: {
  title: string;
  chosen: boolean;
  onToggle: () => void;
}) => {
  const { title, chosen, onToggle } = props;
  const Icon = chosen ? StarIcon : StarBorderIcon;
  return (
    <IconButton
      size="small"
      aria-label={`Favourite: ${title}`}
      aria-pressed={chosen}
      title={chosen ? 'No favourite any more' : 'Make it a favourite'}
      onClick={onToggle}
    >
      <Icon fontSize="small" color={chosen ? 'primary' : 'inherit'} />
    </IconButton>
  );
};
