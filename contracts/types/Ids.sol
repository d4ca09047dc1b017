// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice keccak256 of the party's first identifier as "SCHEME:VALUE", so that one entity can have one entry only.
type PartyId is bytes32;

/// @notice keccak256(abi.encode(authority, keccak256(certificateNumber))): unique per confirming authority.
type RightId is bytes32;

/// @notice The registry sequence of the initial registration, left-padded to 32 bytes.
type InterestId is bytes32;

using {eqPartyId as ==, neqPartyId as !=} for PartyId global;
using {eqRightId as ==} for RightId global;

function neqPartyId(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) != PartyId.unwrap(b);
}

function eqPartyId(PartyId a, PartyId b) pure returns (bool) {
    return PartyId.unwrap(a) == PartyId.unwrap(b);
}

function eqRightId(RightId a, RightId b) pure returns (bool) {
    return RightId.unwrap(a) == RightId.unwrap(b);
}
