// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The journal: a hash chain over the very logs emitted
/// @notice A registry emits an event and folds it in one step, so that what is folded cannot differ from what was emitted:
/// journal' = keccak256(journal ‖ keccak256(emitter ‖ topics ‖ data)). The emitter is left-padded to 32 bytes.
library Journal {
    /// @notice Emits a log with two indexed arguments and returns its entry hash.
    /// @param signature topic 0, the event's selector
    /// @param data the ABI encoding of the event's other arguments
    function emitted(
        bytes32 signature,
        bytes32 topic1,
        bytes32 topic2,
        bytes memory data
    ) internal returns (bytes32 entry) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let length := mload(data)
            log3(add(data, 0x20), length, signature, topic1, topic2)
            let preimage := mload(0x40)
            mstore(preimage, address())
            mstore(add(preimage, 0x20), signature)
            mstore(add(preimage, 0x40), topic1)
            mstore(add(preimage, 0x60), topic2)
            mcopy(add(preimage, 0x80), add(data, 0x20), length)
            entry := keccak256(preimage, add(length, 0x80))
        }
    }

    /// @notice The chain after one more entry.
    function fold(bytes32 journal, bytes32 entry) internal pure returns (bytes32) {
        return pair(journal, entry);
    }

    /// @notice A subject's word: keccak256(stateHash ‖ journal).
    function word(bytes32 stateHash, bytes32 journal) internal pure returns (bytes32) {
        return pair(stateHash, journal);
    }

    function pair(bytes32 a, bytes32 b) private pure returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0x00, a)
            mstore(0x20, b)
            hash := keccak256(0x00, 0x40)
        }
    }
}
