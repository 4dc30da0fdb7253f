import { Box } from 'ink';
import type { ReactElement } from 'react';
import { pictureOf } from './picture';
import type { View } from './view';
import { Rows } from './widgets/rows';

/** The whole screen as a pure function of the desk. */
export function App({ view }: { view: View }): ReactElement {
  const { cols, rows } = view.state.size;
  const picture = pictureOf(view);
  const { popup } = picture;
  return (
    <Box width={cols} height={rows} flexDirection="column">
      <Rows lines={picture.rows} />
      {popup ? (
        <Box position="absolute" marginLeft={popup.x} marginTop={popup.y}>
          <Rows lines={popup.rows} />
        </Box>
      ) : null}
    </Box>
  );
}
