// A photo drawn anew holds what it shows and nothing else: no position, no camera.

const QUALITY = 0.92;
const PICTURE = /\.(jpe?g|png|webp|gif|avif|hei[cf]|tiff?)$/i;

async function drawn(picture, type) {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  picture.close();
  return canvas.convertToBlob({ type, quality: QUALITY });
}

// Other files are answered as they are. Fails for a picture that this browser cannot draw.
export async function withoutPosition(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (failed) {
    if (file.type.startsWith("image/") || PICTURE.test(file.name)) throw failed;
    return file;
  }
  const photo = await drawn(picture, file.type);
  const suffix = photo.type.split("/")[1];
  const name = photo.type === file.type ? file.name : `${file.name.replace(/\.\w+$/, "")}.${suffix}`;
  return new File([photo], name, { type: photo.type, lastModified: file.lastModified });
}
