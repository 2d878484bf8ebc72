import type { JourneyWorld } from '../journey-world';

const LONGEST_STEM = 72;

/**
 * Attaches a picture of every page that the scenario's people have open, once a scenario: whoever comes first (a step
 * that fails, else the scenario's end) sees the pages as they are then.
 * @returns the pictures' files below the folder of the results: `evidence/<journey>-<scenario>-<person>.png`.
 */
export async function takePictures(world: JourneyWorld): Promise<readonly string[]> {
  if (!world.isOnStage()) return [];
  if (world.pictures.length > 0) return world.pictures;
  for (const { name, openPages } of world.cast.everyone()) {
    for (const { of, png } of await openPages.pictures()) {
      const fileName = `${stemOf(world.title)}-${slug(`${name} ${of}`)}.png`;
      world.attach(png, { mediaType: 'image/png', fileName });
      world.pictures.push(`evidence/${fileName}`);
    }
  }
  return world.pictures;
}

function stemOf({ journey, scenario }: JourneyWorld['title']): string {
  return slug(`${journey} ${scenario}`).slice(0, LONGEST_STEM).replace(/-$/, '');
}

function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
