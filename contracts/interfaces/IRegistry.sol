// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title What every registry says of itself
/// @notice Assumptions. A registry keeps nothing that a rule looks up: subjects are words, and everything else that a rule reads is a
/// fact, both in the {ILedger}. So a successor that governance appoints finds all that its predecessor left, and loses nothing.
interface IRegistry {
    /// @notice A successor has added to the state of a subject of the kind what older registries carry along unread, see {States}.
    /// `extension` is all that now stands behind the fields that they know.
    event StateExtended(
        bytes32 indexed subject,
        uint256 indexed kind,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        bytes extension
    );

    /// @notice What the registry is called and which of its releases this is; a successor has the same name and a higher version.
    function identity() external view returns (bytes32 name, uint16 version);

    /// @notice The version of the encoding in which it reads and writes states of the kind, see {States}; 0 if the kind has no state.
    function stateVersion(uint8 kind) external view returns (uint8);
}
