// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PartyId} from "./Ids.sol";

/// @notice A second person's EIP-712 signature: a checker's approval, or the consent of somebody concerned. Empty where none is
/// needed. What is signed is Approval(string act,bytes32 subject,bytes32 word,bytes32 details,uint40 deadline): the act in words, the
/// subject and the word that it had, which makes the signature good for that state only and hence once, and the hash of the rest.
struct Approval {
    /// unix seconds after which it is void
    uint40 deadline;
    bytes signature;
}

/// @notice The deadline of the signature has passed.
error ApprovalExpired(uint40 deadline);
/// @notice The approver must be a checker of the institution `institution`.
error NotApprovedByChecker(address signer, uint32 institution);
/// @notice The consent of the party is needed, and `signer` is no key of it.
error ConsentRequired(PartyId party, address signer);
