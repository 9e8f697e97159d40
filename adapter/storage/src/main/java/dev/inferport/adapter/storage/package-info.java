/**
 * Brings a model from where it is stored to this machine's disk.
 *
 * <p>Starting points: {@link dev.inferport.adapter.storage.StorageConfigs} turns what a request says about storage into
 * one {@link dev.inferport.adapter.storage.StorageConfig}; {@link dev.inferport.adapter.storage.Puller} pulls with it;
 * {@link dev.inferport.adapter.storage.ModelDirectories} owns the directories that result;
 * {@link dev.inferport.adapter.storage.StorageProvider} is what a kind of storage implements.
 *
 * <p>For providers there are {@link dev.inferport.adapter.storage.HttpTransport} and what decorates it,
 * {@link dev.inferport.adapter.storage.Renewed}, and the parsers and encoders that several protocols need.
 *
 * <p>Whatever the kind of storage, a model that is one downloaded file may be checked ({@code sha256}: 64 hex digits)
 * and unpacked into a folder ({@code unpack}: {@code true} to go by the end of the path, or one of {@code zip},
 * {@code tar.gz}, {@code tgz}, {@code tar}). Unpacking is asked for and never guessed, because a {@code .zip} may be
 * the model itself. An archive that would write outside of its folder, make links, or grow beyond reason is refused.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A model directory under its final name is complete and verified. Everything else lives in {@code .staging}.
 *   <li>A pull that fails or is cancelled leaves nothing of itself behind, and no later pull notices it.
 *   <li>No path is made from a model id except by {@link dev.inferport.adapter.storage.ModelId#directoryName()}.
 *   <li>No secret appears in a message, a log line or a {@code toString}.
 *   <li>Clients are shared only between pulls whose complete configuration is equal.
 * </ul>
 */
@NullMarked
package dev.inferport.adapter.storage;

import org.jspecify.annotations.NullMarked;
