// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What a caller hands in of a subject: the preimage of its word.
struct Head {
    /// abi.encode(version, state), the very bytes whose hash is in the word
    bytes state;
    bytes32 journal;
}

/// @notice The kinds of subject that have a word in the {ILedger}. A kind is a bit, so that a set of kinds is a mask.
library Subjects {
    uint8 internal constant RIGHT = 1;
    uint8 internal constant INTEREST = 2;
    uint8 internal constant PARTY = 4;
    /// @notice The list of a party's subjects, see {Lists}. Its id is the party's.
    uint8 internal constant LIST = 8;
}

/// @notice The versions of the encodings of states. Every encoding begins with its version, in one word.
/// A registry that knows another version refuses the state.
///
/// Behind the fields of its version a state may have an extension: what a successor has added. A registry that does not know it
/// carries it along unread, so that one registry can be succeeded alone. What every keeper of a kind must heed is no extension but
/// a new version, with which all of them are succeeded.
library States {
    uint8 internal constant RIGHT = 1;
    uint8 internal constant INTEREST = 1;

    /// @notice The state is encoded in a version that this registry does not know.
    error UnknownStateVersion(uint8 kind, uint256 version);

    /// @notice Where the state begins in the calldata, if the encoding is of the version.
    /// @dev Nothing is decoded. What the bytes say is believed only because they hash to the stored word: every caller compares it.
    function pointer(
        bytes calldata encoded,
        uint8 kind,
        uint8 version
    ) internal pure returns (uint256 place) {
        uint256 found = encoded.length < 64 ? 0 : uint256(bytes32(encoded[:32]));
        if (found != version) revert UnknownStateVersion(kind, found);
        // The version, then the offset of the state, which is 0x40.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            place := add(encoded.offset, 0x40)
        }
    }

    /// @notice What stands behind the fields of the state.
    /// @param end where in the calldata the fields end
    function extension(bytes calldata encoded, uint256 end) internal pure returns (bytes calldata) {
        uint256 start;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            start := sub(end, encoded.offset)
        }
        return encoded[start:];
    }
}
