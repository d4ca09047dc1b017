// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title What every registry says of itself
/// @notice Assumptions. A registry keeps nothing that a rule looks up: subjects are words, and everything else that a rule reads is a
/// fact, both in the {ILedger}. So a successor that governance appoints finds all that its predecessor left, and loses nothing.
interface IRegistry {
    /// @notice What the registry is called and which of its releases this is; a successor has the same name and a higher version.
    function identity() external view returns (bytes32 name, uint16 version);

    /// @notice The version of the encoding in which it reads and writes states of the kind, see {States}; 0 if the kind has no state.
    function stateVersion(uint8 kind) external view returns (uint8);
}
