import { Texture } from 'three';
import type { GLTFLoaderPlugin, GLTFParser } from 'three/addons/loaders/GLTFLoader.js';

interface ImageSource {
  readonly bufferView?: number;
  readonly mimeType?: string;
}

/**
 * Decodes the pictures inside a file without giving them addresses, so that the page's policy
 * needs no `blob:`; pictures outside the file are left out, so that a figure calls nobody.
 */
export class EmbeddedImages implements GLTFLoaderPlugin {
  readonly name = 'QINGZHI_embedded_images';
  private readonly decoded = new Map<number, Promise<ImageBitmap>>();

  constructor(private readonly parser: GLTFParser) {
    parser.loadImageSource = (index: number) => this.texture(index);
  }

  private async texture(index: number): Promise<Texture> {
    const decoding = this.decoded.get(index) ?? this.decode(index);
    this.decoded.set(index, decoding);
    const texture = new Texture(await decoding);
    texture.needsUpdate = true;
    return texture;
  }

  private async decode(index: number): Promise<ImageBitmap> {
    const source = (this.parser.json.images as readonly ImageSource[])[index];
    if (source?.bufferView === undefined) throw new TypeError('A picture lies outside the file.');
    const bytes: ArrayBuffer = await this.parser.getDependency('bufferView', source.bufferView);
    const blob = new Blob([bytes], { type: source.mimeType ?? 'image/png' });
    return createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  }
}
